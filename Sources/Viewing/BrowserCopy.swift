import Runs
import Screen

/// Taking things along: the report, a failure, a log line, the command.
extension Browser {
    mutating func copy() -> [ViewEffect] {
        if case .log = place, let log {
            let lines = screen(of: log).shownLines
            let line = lines.first { $0.offset == log.marked } ?? lines.last
            return line.map { [.copy(text: $0.text, what: Self.name(of: $0, in: log))] } ?? []
        }
        let kind: Takeaway.Kind
        switch place {
        case .failures: kind = .failure
        case .host: kind = takeaway(.failure) == nil ? .report : .failure
        case .builds, .build, .matrix, .report, .log: kind = .report
        }
        return copy(kind)
    }

    /// What is copied of a log: a part is never called the whole.
    private static func name(of line: LogLine, in place: LogPlace) -> String {
        if let length = line.elided { return "only the beginning of a line of \(ByteText.short(length))" }
        guard let opened = place.openedLine, let window = place.window else { return "a line of the log" }
        let length = window.fileSize - opened
        return window.lines.count == 1 && window.isAtEnd && place.isFirst(line.offset)
            ? "the line" : "only a part of a line of \(ByteText.short(length))"
    }

    mutating func copyCommand() -> [ViewEffect] {
        guard let build = targetBuild else { return [] }
        guard build.launch.templateCommand != nil else {
            say(MessageLine(.note, "the template command of \(build.name) was not recorded"))
            return []
        }
        return copy(.command)
    }

    private func copy(_ kind: Takeaway.Kind) -> [ViewEffect] {
        guard let taken = takeaway(kind) else { return [] }
        // A command is pasted into a line: no line break must run it.
        let text = kind == .command ? taken.text.trimmingTrailingBlanks() : taken.text
        return [.copy(text: text, what: taken.what)]
    }

    /// Copies where the reporter files and screenshots of a host, or of all hosts of a failure, stand.
    mutating func copyArtifacts() -> [ViewEffect] {
        let hosts = targetFailures.isEmpty ? [shownHost].compactMap(\.self) : targetFailures.map(\.host)
        let (reports, screenshots) = (hosts.flatMap(\.artifacts), hosts.flatMap(\.screenshots))
        let paths = reports + screenshots
        guard !paths.isEmpty else {
            let text =
                "neither report nor screenshot of it is there: none was written in this launch, or it was taken away"
            say(MessageLine(.note, text))
            return []
        }
        let counts = [(reports.count, "artifact"), (screenshots.count, "screenshot")].filter { $0.0 > 0 }
        let told = counts.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: " and ")
        let what = paths.count == 1 ? "the path of \(told)" : "the paths of \(told)"
        return [.copy(text: paths.joined(separator: "\n") + "\n", what: what)]
    }

    /// The host that is shown or selected.
    var shownHost: HostSnapshot? {
        switch place {
        case .build, .matrix: currentBuild.flatMap { build.selected($0) }
        default: currentHost
        }
    }
}
