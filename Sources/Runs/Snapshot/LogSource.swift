/// A file that the log view shows.
package enum LogSource: Hashable, Sendable {
    /// What the run writes.
    case run(BuildName)
    /// What the template step wrote.
    case launch(BuildName)
    /// A file of the run's reporter, by the path under which a host names it.
    case artifact(BuildName, path: String)
    /// What a prep showed on its terminal.
    case prep(PrepID)
    /// The log that `atvm_prep.py` keeps itself.
    case prepLog

    package var build: BuildName? {
        switch self {
        case .run(let build), .launch(let build), .artifact(let build, _): build
        case .prep, .prepLog: nil
        }
    }

    /// Whether it is a run log: only there stand hosts, steps and failures.
    package var isRun: Bool { if case .run = self { true } else { false } }
}
