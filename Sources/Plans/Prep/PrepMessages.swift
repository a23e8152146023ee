/// All that a keeper needs to run an approved prep; it holds the password.
package struct PrepLaunch: Equatable, Sendable, CustomStringConvertible {
    /// The digest of the approved plan.
    package var digest: String
    /// Interpreter, script, flags and values, the password among them.
    package var words: [String]
    /// `NAME=value` texts, all of them.
    package var environment: [String]
    package var folder: String
    /// The script's content: these bytes run, whatever its file holds by then.
    package var script: [UInt8]
    /// Empty for none.
    package var password: String

    package init(
        digest: String, words: [String], environment: [String], folder: String, script: [UInt8], password: String
    ) {
        (self.digest, self.words, self.environment) = (digest, words, environment)
        (self.folder, self.script, self.password) = (folder, script, password)
    }

    package var description: String { "launch of \(digest)" }
}

/// What a viewer tells a keeper.
package enum PrepInput: Equatable, Sendable {
    /// Comes first. The output is wanted from this byte of the transcript on.
    case hello(Person, from: Int)
    case launch(PrepLaunch)
    case answer(question: Int, [UInt8])
    case act(PrepAct)
    case resize(columns: Int, rows: Int)
}

/// How a running prep stands.
package struct PrepState: Equatable, Sendable {
    package var isStarted = false
    package var question: PrepQuestion?
    package var isPaused = false
    /// What happened last besides output, such as `question 1 answered by aw`; empty for nothing.
    package var note = ""
    package var outcome: PrepOutcome?

    package init() {}
}

/// What a keeper tells a viewer.
package enum PrepEvent: Equatable, Sendable {
    /// A piece of the transcript, and where it begins there.
    case output(from: Int, [UInt8])
    /// How it stands, after all output up to here.
    case state(PrepState)
    /// What has become of an answer or an act of this viewer.
    case reply(isDone: Bool, String)
}
