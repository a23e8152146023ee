import Runs

extension LogSource {
    /// What an operator calls it.
    var noun: String {
        switch self {
        case .run: "log"
        case .launch: "launch log"
        case .artifact: "report"
        case .prep: "transcript"
        case .prepLog: "script's log"
        }
    }
}
