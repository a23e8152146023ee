/// A part of a start that has an end of its own. Whoever acts says its line when it is done, and screens tick it off.
package enum StartStage: String, CaseIterable, Sendable {
    case template = "the template step has succeeded"
    case clear = "what an earlier run of this name has left is cleared"
    case watcher = "watcher started"
    case runner = "runner started"

    /// The stage that a line says is done.
    package init?(doneBy line: String) {
        guard let stage = Self.allCases.first(where: { line.hasPrefix($0.rawValue) }) else { return nil }
        self = stage
    }

    /// What it does, in a few words.
    package var title: String {
        switch self {
        case .template: "template step"
        case .clear: "clear what an earlier run has left"
        case .watcher: "start the watcher"
        case .runner: "start the runner"
        }
    }
}
