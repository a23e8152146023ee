/// What would be done to a controller: a value that can be shown, and that runs only once it is approved.
package protocol Plan: Equatable, Sendable {
    /// What it is, in a few words: `start e2e-redhat9.6-fc`.
    var title: String { get }
    /// What will happen, in order, in words.
    var steps: [String] { get }
    /// The exact commands that will run, in order, secrets masked.
    var commands: [PlannedCommand] { get }
    /// The files that will be written or removed, as operators know their paths.
    var files: [String] { get }
    var consent: Consent { get }
    /// All that the plan depends on, unambiguously: two plans of equal text do the same.
    var digestText: String { get }
    /// The whole plan as `--dry-run` and `--print` print it.
    var text: String { get }
}

/// A command of a plan.
package struct PlannedCommand: Equatable, Sendable {
    /// One line that a shell would read as the command, secrets masked.
    package var line: String
    /// Where it runs; `nil` where that does not matter.
    package var folder: String?

    package init(_ line: String, in folder: String? = nil) { (self.line, self.folder) = (line, folder) }
}

/// What an operator must answer before a plan may run.
package enum Consent: Equatable, Sendable {
    case yesOrNo
    /// This text must be typed in full.
    case typed(String)
}

/// What an operator has answered.
package enum Answer: Equatable, Sendable {
    case yes
    case typed(String)
    case no
}

/// A plan that an operator has agreed to. Only `approve` makes one; acting takes nothing else.
package struct Approved<P: Plan>: Equatable, Sendable {
    package let plan: P

    fileprivate init(_ plan: P) { self.plan = plan }
}

extension Plan {
    /// The approved plan, when `answer` is what the plan asked for.
    package func approve(_ answer: Answer) -> Approved<Self>? {
        switch (consent, answer) {
        case (.yesOrNo, .yes): Approved(self)
        case (.typed(let wanted), .typed(let given)) where wanted.utf8.elementsEqual(given.utf8): Approved(self)
        case (.yesOrNo, _), (.typed, _): nil
        }
    }

    /// Tells this plan from every other.
    package var digest: Digest { Digest(of: Array(digestText.utf8)) }

    /// As most plans are printed.
    package var text: String {
        var out = "\(title)\n\nSteps:\n"
        for (index, step) in steps.enumerated() { out += "  \(index + 1). \(step)\n" }
        if !commands.isEmpty {
            out += "\nCommands:\n"
            for command in commands {
                if let folder = command.folder { out += "  # in \(folder)\n" }
                out += "  \(command.line)\n"
            }
        }
        if !files.isEmpty { out += "\nFiles:\n" + files.map { "  \($0)\n" }.joined() }
        return out + "\nDigest: \(digest)\n"
    }
}

extension PrepPlan {
    /// The approved plan, when it is the one that `pending` was made of, and still may be approved.
    /// - Throws: why not.
    package func approve(
        by pending: PendingApproval, at moment: PendingApproval.Moment
    ) throws(PendingRefusal) -> Approved<PrepPlan> {
        if let refusal = pending.refusal(of: PendingApproval.Attempt(self, at: moment)) { throw refusal }
        return Approved(self)
    }
}
