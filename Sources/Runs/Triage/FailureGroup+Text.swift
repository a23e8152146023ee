extension FailureGroup {
    /// `3 hosts`, or the name of the one: `redhat9.6`, `redhat9.6 in 11 builds`.
    package var title: String {
        guard members.count > 1 else { return first.name }
        let hosts = hosts
        return hosts.count == 1 ? hosts[0].text : "\(hosts.count) hosts"
    }

    package var names: String { hosts.map(\.text).joined(separator: ", ") }

    /// Who looks at it, and how many were waived: `waived`, `2 waived, alice`; empty where nothing is written down.
    package var looks: String {
        let marks = members.compactMap(\.mark)
        let waived = marks.count { $0.waiver != nil }
        let claimed = Set(marks.compactMap { $0.claim?.by }).sorted().map(SafeText.visible)
        let word = waived == members.count ? "waived" : "\(waived) waived"
        return ((waived > 0 ? [word] : []) + claimed).joined(separator: ", ")
    }

    /// The same for somebody who does not know of which build it is.
    package var wholeText: String {
        let builds = Set(members.map(\.build)).sorted().map(\.text).joined(separator: ", ")
        var lines = lines
        lines.insert("  build: \(builds)", at: 1)
        return lines.joined(separator: "\n") + "\n"
    }

    /// Everything about one kind of failure, as it is read and copied.
    package var lines: [String] {
        var lines = ["\(title): \(first.text)"]
        if hosts.count > 1 { lines.append("  hosts: \(names)") }
        if let cause = cause {
            lines += ["  known cause: \(cause.text)", "  advice: \(cause.hint)"]
            lines.append("  recognized by: \(cause.line)")
        }
        for member in members {
            if let mark = member.mark { lines.append("  \(member.name): \(mark.text)") }
        }
        for others in members.compactMap(\.others) { lines.append("  besides: \(others)") }
        for path in members.flatMap(\.artifacts) { lines.append("  artifact: \(SafeText.visible(path))") }
        for path in members.flatMap(\.screenshots) { lines.append("  screenshot: \(SafeText.visible(path))") }
        return lines + [""] + first.excerpt(stack: 12).map { $0.isEmpty ? "" : "    \($0)" }
    }
}
