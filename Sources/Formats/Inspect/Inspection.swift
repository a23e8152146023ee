package import Runs

/// Everything that `inspect` has read: a log, reports, or both.
package struct Inspection: Sendable {
    /// `nil` where no log was asked for.
    package var log: RunLog?
    package var artifacts: [Artifact]
    /// One line for each thing that could not be read.
    package var problems: [String]

    package struct Artifact: Sendable {
        package var path: String
        package var file: ReportFile

        package init(path: String, file: ReportFile) { (self.path, self.file) = (path, file) }
    }

    package init(log: RunLog?, artifacts: [Artifact] = [], problems: [String] = []) {
        (self.log, self.artifacts, self.problems) = (log, artifacts, problems)
    }

    package var verdict: LogVerdict {
        log.map { LogVerdict.of($0) } ?? LogVerdict.of(artifacts.map(\.file))
    }

    /// All problems: those given, those of artifacts, and why the log holds no run.
    var allProblems: [String] {
        let ofArtifacts = artifacts.compactMap { artifact in
            artifact.file.problem.map { "\(artifact.path): \($0)" }
        }
        let ofLog = log.flatMap { $0.runs.isEmpty ? $0.startFailure : nil }.map { ["no run started: \($0)"] } ?? []
        return problems + ofLog + ofArtifacts
    }

    /// The specs of a run in order, also those that have not begun.
    static func specs(of run: RunRecord) -> [(path: String, record: SpecRecord?)] {
        var specs: [(path: String, record: SpecRecord?)] = run.specs.map { ($0.path, $0) }
        guard !run.hasEnded else { return specs }
        var begun: [String: Int] = [:]
        for spec in run.specs { begun[spec.path, default: 0] += 1 }
        for name in run.specNames {
            if let count = begun[name], count > 0 { begun[name] = count - 1 } else { specs.append((name, nil)) }
        }
        return specs
    }
}
