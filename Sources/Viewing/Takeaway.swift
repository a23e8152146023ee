import Runs

/// What can be taken along: into the clipboard, or into a file by whoever can write one.
package struct Takeaway: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The status report of the build.
        case report
        /// Everything known of a failure.
        case failure
        /// Only its message and stack; in a log, the lines on the screen.
        case excerpt
        /// The template command.
        case command
    }

    package let kind: Kind
    package let text: String
    /// `the status report of e2e-w2k19-fc`
    package let what: String
    /// A name for a file of it: only letters, digits and `._+-`.
    package let fileName: String

    package init(kind: Kind, text: String, what: String, fileName: String) {
        (self.kind, self.text, self.what, self.fileName) = (kind, text, what, fileName)
    }
}

extension Browser {
    /// What can be taken along from here, what one most likely means first.
    package var takeaways: [Takeaway] {
        let kinds: [Takeaway.Kind] =
            switch place {
            case .host, .failures: [.failure, .excerpt, .report, .command]
            case .log: [.excerpt, .report, .command]
            case .builds, .build, .matrix, .report: [.report, .failure, .excerpt, .command]
            }
        return kinds.compactMap(takeaway)
    }

    package func takeaway(_ kind: Takeaway.Kind) -> Takeaway? {
        switch kind {
        case .report:
            guard let build = targetBuild else { return nil }
            let report = StatusReport(of: build, at: context.now, clock: context.clock)
            return Takeaway(
                kind: kind, text: MarkdownReport.text(of: report), what: "the status report of \(build.name)",
                fileName: "\(build.name)-report.md")
        case .command:
            guard let build = targetBuild, let command = build.launch.templateCommand else { return nil }
            return Takeaway(
                kind: kind, text: command + "\n", what: "the template command of \(build.name)",
                fileName: "\(build.name)-command.txt")
        case .failure:
            guard let group = targetFailure else { return nil }
            return Takeaway(
                kind: kind, text: group.wholeText, what: "the failure of \(group.title)",
                fileName: Self.fileName(of: group, "failure"))
        case .excerpt:
            if case .log = place { return logExcerpt }
            guard let group = targetFailure else { return nil }
            let lines = group.first.excerpt(stack: Failure.stackLimit)
            return Takeaway(
                kind: kind, text: lines.joined(separator: "\n") + "\n", what: "the excerpt of \(group.first.name)",
                fileName: Self.fileName(of: FailureGroup(group.first), "excerpt"))
        }
    }

    /// The selected failure, or that of the host that is shown or selected.
    private var targetFailure: FailureGroup? {
        if case .failures = place { return failures.selected }
        return targetFailures.first.map { FailureGroup($0) }
    }

    private var logExcerpt: Takeaway? {
        guard let log, let window = log.window, !window.lines.isEmpty else { return nil }
        let name =
            switch log.source {
            case .run(let build): "\(build)-log"
            case .launch(let build): "\(build)-launch-log"
            case .artifact(_, let path): Self.fileName(path.split(separator: "/").last.map(String.init) ?? "report")
            case .prep(let id): "prep-\(id)"
            case .prepLog: "atvm_prep-log"
            }
        let count = window.lines.count
        return Takeaway(
            kind: .excerpt, text: window.lines.map { $0.text + "\n" }.joined(),
            what: "\(count) line\(count == 1 ? "" : "s") of the \(log.source.noun)", fileName: name + "-excerpt.txt")
    }

    private static func fileName(of group: FailureGroup, _ kind: String) -> String {
        let host = group.members.count == 1 ? "-" + fileName(group.first.host.name) : ""
        return "\(group.first.build)\(host)-\(kind).txt"
    }

    /// A name that came from outside, so that a shell and a file system take it as nothing but a name.
    private static func fileName(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(60).map { scalar -> Character in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            return isPlain || "._+-".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
        }
        return String(scalars)
    }
}
