package import Runs

extension Root {
    /// The path of a file that the log view shows.
    package func path(of source: LogSource) -> String {
        switch source {
        case .run(let build): runLog(of: build)
        case .launch(let build): launchLog(of: build)
        case .artifact(_, let path): path
        case .prep(let id): prepTranscript(of: id)
        case .prepLog: prepLog
        }
    }
}
