package import Runs

/// Writes the failures of builds for people: as columns, and as Markdown for a ticket or a chat.
package enum FailuresText {
    /// One row for each failed host, then each kind of failure once, with its known cause and its excerpt.
    package static func table(of builds: [BuildSnapshot]) -> String {
        var lines: [String] = []
        for build in builds {
            if !lines.isEmpty { lines.append("") }
            lines.append("\(build.name): \(headline(build))")
            let failed = build.failedHosts
            guard !failed.isEmpty else { continue }
            var rows = [["host", "took", "tries", "cause", "failure"]]
            for host in failed {
                rows.append([
                    host.name, host.duration.map(DurationText.full) ?? "-", host.attempts.map(String.init) ?? "-",
                    host.cause?.label ?? "-", row(host),
                ])
            }
            lines += TextColumns.lines(rows, indent: 2)
            for group in FailureGroup.groups(of: failed) {
                lines += [""] + group.lines.map { $0.isEmpty ? "" : "  \($0)" }
            }
        }
        let common = CommonCause.all(in: builds).map {
            "common cause: \($0.text) (\($0.hosts.joined(separator: ", ")))"
        }
        return (common + lines).joined(separator: "\n") + "\n"
    }

    /// The failures of many builds: each kind in one row, those of most hosts first, below hosts that keep failing.
    /// - Parameter builds: also those without a failure.
    package static func overview(of builds: [BuildSnapshot]) -> String {
        let all = builds.flatMap(\.failedHosts)
        let groups = FailureGroup.groups(of: all)
        guard !groups.isEmpty else { return "No host has failed in any build.\n" }
        let common = CommonCause.all(in: builds).map {
            "common cause: \($0.text) (\($0.hosts.joined(separator: ", ")))"
        }
        var rows = [["hosts", "builds", "cause", "looks", "last build", "failure"]]
        for group in groups {
            let hosts = group.hosts
            rows.append([
                hosts.count == 1 ? group.first.name : "\(hosts.count)",
                "\(Set(group.members.map(\.build)).count)", group.cause?.label ?? "-",
                group.looks.isEmpty ? "-" : group.looks, group.first.build.text, row(group.first),
            ])
        }
        let failed = builds.count { $0.counts.failed > 0 }
        let hosts = FailingHost.count(in: all)
        let whole = "\(hosts) host\(hosts == 1 ? "" : "s") in \(failed) build\(failed == 1 ? "" : "s")"
        let ways = groups.count == 1 ? "one way" : "\(groups.count) ways"
        let head = "\(whole) \(hosts == 1 ? "has" : "have") failed, in \(ways)"
        let suspects = SuspectHost.all(in: builds).map { "suspect host: \($0.text)" }
        return (common + suspects + [head] + TextColumns.lines(rows, indent: 2)).joined(separator: "\n") + "\n"
    }

    /// A row of columns stays one that can be read; the whole stands in the block of its kind.
    private static func row(_ host: FailedHost) -> String {
        let text = host.text
        return text.count <= 240 ? text : text.prefix(239) + "…"
    }

    /// The same as a document.
    package static func markdown(ofAll builds: [BuildSnapshot]) -> String {
        var out = "## Failures of all builds\n"
        for common in CommonCause.all(in: builds) { out += "\n**Common cause:** \(prose(common.text))\n" }
        for suspect in SuspectHost.all(in: builds) { out += "\n**Suspect host:** \(prose(suspect.text))\n" }
        let groups = FailureGroup.groups(of: builds.flatMap(\.failedHosts))
        if groups.isEmpty { return out + "\n- none\n" }
        for group in groups {
            let names = Set(group.members.map(\.build)).sorted().map(\.text)
            out += "\n- **\(prose(group.title))**: \(prose(group.first.text))\n"
            if let cause = group.cause {
                out += "  - known cause: \(prose(cause.text)); \(prose(cause.hint))\n"
                out += "  - recognized by: \(prose(cause.line))\n"
            }
            out += "  - builds: \(prose(names.joined(separator: ", ")))\n"
            for member in group.members {
                if let mark = member.mark { out += "  - \(prose("\(member.name) of \(member.build): \(mark.text)"))\n" }
            }
        }
        return out
    }

    /// `FAILED, 2 of 3 hosts failed, 1 waived`
    static func headline(_ build: BuildSnapshot) -> String {
        let counts = build.counts
        let waived = build.hosts.count { $0.mark?.waiver != nil }
        if counts.failed == 0 { return "\(build.state.rawValue), no host failed" }
        return "\(build.state.rawValue), \(counts.failed) of \(counts.total) hosts failed"
            + (waived > 0 ? ", \(waived) waived" : "")
    }

    /// A document with a block for each kind of failure.
    package static func markdown(of build: BuildSnapshot) -> String {
        var out = "## Failures of \(build.name)\n\n\(headline(build))\n"
        for common in CommonCause.all(in: [build]) { out += "\n**Common cause:** \(prose(common.text))\n" }
        for group in FailureGroup.groups(of: build.failedHosts) {
            // The message stands in the block below, as it is.
            let heading = group.first.step.isEmpty ? "" : ": \(prose(group.first.step))"
            out += "\n### \(prose(group.title))\(heading)\n\n"
            if group.hosts.count > 1 { out += "- hosts: \(prose(group.names))\n" }
            if let cause = group.cause {
                out += "- known cause: \(prose(cause.text))\n- advice: \(prose(cause.hint))\n"
                out += "- recognized by: \(prose(cause.line))\n"
            }
            for member in group.members {
                if let mark = member.host.mark { out += "- \(prose(member.name)): \(prose(mark.text))\n" }
            }
            if let took = group.members.lazy.compactMap(\.duration).max() {
                let tries = group.members.lazy.compactMap(\.attempts).max() ?? 1
                out += "- took: \(DurationText.full(took))\(tries > 1 ? ", tried \(tries) times" : "")\n"
            }
            for others in group.members.compactMap(\.others) { out += "- besides: \(prose(others))\n" }
            for path in group.members.flatMap(\.artifacts) { out += "- artifact: \(prose(SafeText.visible(path)))\n" }
            for path in group.members.flatMap(\.screenshots) {
                out += "- screenshot: \(prose(SafeText.visible(path)))\n"
            }
            let excerpt = group.first.excerpt(stack: 12)
            let longest = excerpt.flatMap { $0.split(whereSeparator: { $0 != "`" }).map(\.count) }.max() ?? 0
            let fence = String(repeating: "`", count: max(3, longest + 1))
            out += "\n\(fence)text\n\(excerpt.joined(separator: "\n"))\n\(fence)\n"
        }
        return out
    }

    /// Nothing of it notifies everyone in a channel, or begins a tag.
    private static func prose(_ text: String) -> String {
        text.replacing("@", with: "＠").replacing("<", with: "‹")
    }
}
