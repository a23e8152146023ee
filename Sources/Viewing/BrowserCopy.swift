import Runs
import Screen

/// Taking things along: the report, a failure, a log line, the command.
extension Browser {
    mutating func copy() -> [ViewEffect] {
        if case .host = place, let host = currentHost, let failure = host.failures.first {
            let lines = FailureExcerpt.lines(of: failure.failure, stack: Failure.stackLimit)
            let text = "\(host.name): \(failure.heading)\n" + lines.joined(separator: "\n") + "\n"
            return [.copy(text: text, what: "the failure of \(host.name)")]
        }
        if case .failures = place, let group = failures.selected {
            let text = group.lines.joined(separator: "\n") + "\n"
            return [.copy(text: text, what: "the failure of \(group.title)")]
        }
        if case .log = place, let log {
            let lines = screen(of: log).shownLines
            let line = lines.first { $0.offset == log.marked } ?? lines.last
            return line.map { [.copy(text: $0.text, what: "a line of the log")] } ?? []
        }
        guard let build = place.build.flatMap(context.snapshot.build) ?? selectedBuild else { return [] }
        let report = StatusReport(of: build, at: context.now, clock: context.clock)
        return [.copy(text: MarkdownReport.text(of: report), what: "the status report of \(build.name)")]
    }

    mutating func copyCommand() -> [ViewEffect] {
        guard let build = place.build.flatMap(context.snapshot.build) ?? selectedBuild else { return [] }
        guard let command = build.launch.templateCommand else {
            say(MessageLine(.note, "the template command of \(build.name) was not recorded"))
            return []
        }
        return [.copy(text: command, what: "the template command of \(build.name)")]
    }

    /// Copies where the reporter files of a host, or of all hosts of a failure, stand.
    mutating func copyArtifacts() -> [ViewEffect] {
        let hosts = targetFailures.isEmpty ? [shownHost].compactMap(\.self) : targetFailures.map(\.host)
        let paths = hosts.flatMap(\.artifacts)
        guard !paths.isEmpty else {
            say(MessageLine(.note, "no report has been written for it in this launch"))
            return []
        }
        return [.copy(text: paths.joined(separator: "\n") + "\n", what: "the paths of \(paths.count) artifacts")]
    }

    /// The host that is shown or selected.
    private var shownHost: HostSnapshot? {
        if case .build = place { return currentBuild.flatMap { build.selected($0) } }
        return currentHost
    }

    private var selectedBuild: BuildSnapshot? { subjectBuild.flatMap(context.snapshot.build) }
}
