/// Writes a status report in the layout of the founding template.
package enum MarkdownReport {
    package static func text(of report: StatusReport) -> String {
        var out = "## ATVM Run Status\n### \(report.build.name)\n\n"
        out += "**SUMMARY:**\n\n| Metric | Value |\n|---|---:|\n"
        for row in report.summary { out += "| \(row.label) | \(row.value) |\n" }
        out += "\n**HOSTS:**\n\n"
        out += "| Host | Kernel | Status | Detail (For failures, see below for more details) |\n|---|---|---|---|\n"
        for row in report.hosts {
            out += "| \(cell(row.host)) | \(cell(row.kernel)) | \(row.status) | \(cell(row.detail)) |\n"
        }
        out += "\n**TIMING:**\n\n| Metric | Value |\n|---|---|\n"
        for row in report.timing { out += "| \(row.label) | \(cell(row.value)) |\n" }
        out += "\n**COVERAGE:**\n"
        out += bullets(report.coverage.map { "\($0.label): \(code($0.value))" })
        out += "\n**TEST FLOW:**\n"
        out += bullets(report.flow.map(prose))
        out += "\n**FAILURE NOTES:**\n"
        out += report.failures.isEmpty ? "- none\n" : report.failures.map(note).joined()
        out += "\n**NOTES:**\n"
        let command = report.build.launch.templateCommand.map(SafeText.visible)
        out += bullets(report.notes.map { line(of: $0, command: command) })
        return out
    }

    /// The command is the one note that holds code of ours; backticks in any other are foreign text.
    private static func line(of note: String, command: String?) -> String {
        guard let command, note == StatusReport.commandNote(command) else { return prose(note) }
        return "command: \(code(command))"
    }

    private static func bullets(_ lines: [String]) -> String {
        lines.isEmpty ? "- none\n" : lines.map { "- \(flat($0))\n" }.joined()
    }

    /// A bullet's text: at its beginning the marks of headings, quotes, fences and lists are only characters.
    private static func flat(_ text: String) -> String {
        guard let first = text.unicodeScalars.first(where: { !$0.isBlank }), "#>`~-+*=_".unicodeScalars.contains(first)
        else { return text }
        // Our own code is meant as code; a whole fence has three backticks.
        if first == "`", !text.hasPrefix("```") { return text }
        return "\\" + text.drop { $0 == " " || $0 == "\t" }
    }

    private static func note(_ note: StatusReport.Note) -> String {
        let heading = flat(prose(note.heading))
        let cause = note.knownCause.map { "  known cause: \(flat(prose($0)))\n" } ?? ""
        guard !note.excerpt.isEmpty else { return "- \(heading)\n\(cause)" }
        let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: note.excerpt) + 1))
        return "- \(heading)\n\n\(fence)text\n\(note.excerpt.joined(separator: "\n"))\n\(fence)\n"
            + (cause.isEmpty ? "" : "\n\(cause)")
    }

    /// A table's cell: a bar would end it, a line break the row.
    private static func cell(_ text: String) -> String {
        var result = ""
        // Backslashes just before a bar: each escapes the next, so an even number of them would leave the bar bare.
        var run = 0
        for character in prose(text) {
            switch character {
            case "|": result += String(repeating: "\\", count: run + 1) + "|"
            case "\n", "\r", "\r\n": result += " "
            default: result.append(character)
            }
            run = character == "\\" ? run + 1 : 0
        }
        return result
    }

    /// Inline code, fenced by more backticks than it holds.
    private static func code(_ text: String) -> String {
        let run = longestRun(of: "`", in: [text])
        guard run > 0 else { return "`\(text)`" }
        let fence = String(repeating: "`", count: run + 1)
        return "\(fence) \(text) \(fence)"
    }

    /// Text that a chat server must not read as a mention: `@all`, `<!here>` and their like notify everyone.
    ///
    /// Backticks do not protect: whether they make code depends on what stands around them.
    private static func prose(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "<") }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "@": result.append("＠")
            case "<": result.append("‹")
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func longestRun(of character: Character, in lines: [String]) -> Int {
        var longest = 0
        for line in lines {
            var run = 0
            for each in line {
                run = each == character ? run + 1 : 0
                longest = max(longest, run)
            }
        }
        return longest
    }
}
