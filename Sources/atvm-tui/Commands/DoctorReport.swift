import Formats
import Observing
import Screen

/// What `doctor` has found out, in groups, and how it is written.
struct DoctorReport {
    let root: Root
    private(set) var groups: [(title: String, findings: [Finding])] = []

    init(root: Root) { self.root = root }

    mutating func add(_ title: String, _ findings: [Finding]) { groups.append((title, findings)) }

    /// Whether nothing is missing and nothing wrong; warnings do not count.
    var isHealthy: Bool { !groups.contains { $0.findings.contains(where: \.isFault) } }

    // MARK: For people

    func table(_ glyphs: GlyphSet) -> String {
        let all = groups.flatMap(\.findings)
        let state = Finding.Standing.allCases.map { TextWidth.columns($0.rawValue) }.max() ?? 0
        let subject = min(36, all.map { TextWidth.columns($0.subject) }.max() ?? 0)
        var lines: [String] = []
        for group in groups where !group.findings.isEmpty {
            lines.append(group.title)
            for finding in group.findings {
                let mark = glyphs[Self.glyph(finding.standing)]
                // One that is longer than its column keeps its whole name.
                let name =
                    TextWidth.columns(finding.subject) <= subject
                    ? TextWidth.pad(finding.subject, subject) : finding.subject
                lines.append("  \(mark) \(TextWidth.pad(finding.standing.rawValue, state))  \(name)  \(finding.text)")
                // What only root may see is mended by one command, which stands at the end.
                if let mend = finding.mend, finding.standing != .ok, finding.standing != .hidden {
                    lines.append(String(repeating: " ", count: 6 + state) + "mend: \(mend)")
                }
            }
        }
        lines.append(summary)
        if let hidden = all.first(where: { $0.standing == .hidden }), let mend = hidden.mend {
            lines.append("what is hidden from this user: \(mend)")
        }
        let text = lines.joined(separator: "\n") + "\n"
        return glyphs.isASCII ? Self.inASCII(text) : text
    }

    /// Such as `31 checks: 28 ok, 2 warning, 1 missing`.
    var summary: String {
        let all = groups.flatMap(\.findings)
        let parts = Finding.Standing.allCases.compactMap { standing -> String? in
            let count = all.count { $0.standing == standing }
            return count == 0 ? nil : "\(count) \(standing.rawValue)"
        }
        return "\(all.count) checks: \(parts.joined(separator: ", "))"
    }

    private static func glyph(_ standing: Finding.Standing) -> Glyph {
        switch standing {
        case .ok: .passed
        case .warning: .attention
        case .missing, .wrong: .failed
        case .hidden: .waiting
        case .unchecked: .skipped
        }
    }

    private static func inASCII(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(scalar == "\n" ? scalar : GlyphSet.asciiTwin(of: scalar))
        }
        return String(result)
    }

    // MARK: For programs

    var json: JSONValue {
        let findings = groups.flatMap { group in
            group.findings.map { finding -> JSONValue in
                .object([
                    "group": .string(group.title), "subject": .string(finding.subject),
                    "state": .string(finding.standing.rawValue), "text": .string(finding.text),
                    "mend": JSONValue(finding.mend),
                ])
            }
        }
        return .object([
            "schema": .integer(1), "root": .string(root.isWholeMachine ? "/" : root.prefix),
            "healthy": .bool(isHealthy), "findings": .array(findings),
        ])
    }
}
