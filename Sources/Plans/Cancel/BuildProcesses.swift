/// What of a build runs at one moment, as a cancel would find it.
package struct BuildProcesses: Equatable, Sendable {
    /// The process that leads a part.
    package enum Part: Equatable, Sendable {
        case gone
        /// It runs, but nobody has its number.
        case alive
        /// Its number, and how many processes hang below it.
        case process(Int, below: Int)
    }

    package var runner: Part
    package var watcher: Part
    /// Who started the launch, and when, in words.
    package var startedBy: String?

    package init(runner: Part, watcher: Part, startedBy: String? = nil) {
        (self.runner, self.watcher, self.startedBy) = (runner, watcher, startedBy)
    }
}
