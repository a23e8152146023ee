package import Runs

extension Root {
    /// Opens a file that the log view shows. Of a reporter's file no folder below the reporter's may be a link either:
    /// what tests write there decides on its names.
    package func open(
        _ source: LogSource
    ) throws(SafeFileError) -> (descriptor: Int32, signature: FileSignature) {
        guard case .artifact(_, let shown) = source else { return try SafeFile.open(path(of: source)) }
        let path = path(shown)
        guard path.hasPrefix(reporter + "/") else { throw .outside(path) }
        return try SafeFile.open(path, below: reporter)
    }

    /// The path of a file that the log view shows.
    package func path(of source: LogSource) -> String {
        switch source {
        case .run(let build): runLog(of: build)
        case .launch(let build): launchLog(of: build)
        case .artifact(_, let path): self.path(path)
        case .prep(let id): prepTranscript(of: id)
        case .prepLog: prepLog
        }
    }
}
