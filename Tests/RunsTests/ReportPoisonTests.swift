import Runs
import TestKit
import Testing

/// Texts of others in every place of a report, which is then read as a chat server reads it (P7).
@Suite struct ReportPoisonTests {
    static let poisons = [
        "|", "a|b|c", "\\|", "a\\\\|b\\", "`", "``", "```", "```text", "`@all`", "` @all", "~~~", "# x", "## @here",
        "> x", "- x",
        "* x", "+ x", "---", "===", "___", "a\nb", "a\r\nb|c", "\n# x\n@all", "@all", "@channel @here", "x@all",
        "<!here>",
        "<!channel>", "<@U1>", "<http://h/x|@all>", "[x](http://h/@all)", "![x](http://h/x.png)", "http://h/?a|b",
        "<b>@all</b>",
        "&lt;!here&gt;", "a\u{1B}[2Jb", "\u{202E}lla@", "", " ", "  \t", "|---|---|", "\\", "\\`@all",
        "````\n@all\n````",
    ]

    @Test(arguments: poisons) func takesNoEffect(_ poison: String) throws {
        for isLong in [false, true] {
            var story = Story(template: nil)
            let text = isLong ? String(repeating: poison, count: 60) : poison
            story.evidence.launch.template = text
            story.evidence.launch.templateCommand = "run \(text)"
            (story.evidence.launch.configFamily, story.evidence.launch.configFile) = (text, text)
            (story.evidence.launch.integration, story.evidence.launch.scope) = (text, text)
            story.evidence.launch.runOptions = [text, text]
            story.log("run a|spec a", changed: 10)
            guard var log = story.evidence.log.runLog else { return }
            for title in [text, "1. \(text)"] {
                log.absorb(.stepEnded(StepEnd(title: title, status: .failed)), at: 1)
                let failure = Failure(path: ["s", title], message: "\(text)\n\(text)", stack: ["at \(text)", text])
                log.absorb(.failureDescribed(failure), at: 2)
            }
            log.absorb(.specEnded(Counts(tests: 1, failing: 1), duration: nil), at: 3)
            log.absorb(.specStarted(path: "e2e/\(text).cy.ts", index: 2, count: 2), at: 4)
            log.absorb(.stepEnded(StepEnd(title: text, status: .failed)), at: 5)
            log.absorb(.failureDescribed(Failure(path: [text], message: text, stack: [])), at: 6)
            log.absorb(.specEnded(Counts(tests: 1, failing: 1), duration: nil), at: 7)
            log.absorb(.runAddressed(url: text), at: 8)
            story.evidence.log = .read(log, LogVitals(size: 9, changedAt: Story.time(10)))
            story.evidence.problems = [text]
            story.evidence.recorded = RecordedState(state: .terminated)
            story.evidence.recorded?.reason = text
            let build = try story.build(at: 1000)
            let report = StatusReport(of: build, at: Story.time(1000), clock: .utc)
            for markdown in [MarkdownReport.text(of: report), ReportCut.text(of: report, limit: 8000)] {
                expectHarmless(ChatMarkdown(markdown), hosts: 2)
            }
        }
    }

    private func expectHarmless(_ chat: ChatMarkdown, hosts: Int) {
        #expect(chat.problems.isEmpty, "\(chat.problems)")
        #expect(chat.headings == ["ATVM Run Status", "e2e-a-b-fc"])
        #expect(
            chat.sections == ["SUMMARY", "HOSTS", "TIMING", "COVERAGE", "TEST FLOW", "FAILURE NOTES", "NOTES"])
        #expect(chat.tables.map { $0.first ?? 0 } == [2, 4, 2])
        for table in chat.tables { #expect(Set(table).count == 1, "a row with another number of cells: \(table)") }
        #expect(!chat.prose.contains("@") && !chat.prose.contains("<"), "\(chat.prose)")
    }
}

/// What a chat server makes of a message: its blocks, the cells of its tables, and the text outside of code.
private struct ChatMarkdown {
    var headings: [String] = []
    var sections: [String] = []
    /// The number of cells of each row of each table.
    var tables: [[Int]] = []
    /// All text that is no code: in it, mentions notify people.
    var prose = ""
    var problems: [String] = []

    init(_ text: String) {
        var fence = ""
        var isTable = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.contains("\r") { problems.append("a carriage return: \(line)") }
            let bare = line.drop { $0 == " " }
            if !fence.isEmpty {
                if bare.hasPrefix(fence), bare.allSatisfy({ $0 == "`" }) { fence = "" }
                continue
            }
            let item = Self.content(of: bare)
            let ticks = String(item.prefix { $0 == "`" })
            if ticks.count >= 3, !item.dropFirst(ticks.count).contains("`") {
                if item.count != bare.count { problems.append("a fence in a bullet: \(line)") }
                fence = ticks
                continue
            }
            if item.hasPrefix("~~~") { problems.append("a fence: \(line)") }
            if item.count != bare.count, let first = item.first, "#>".contains(first) {
                problems.append("a block in a bullet: \(line)")
            }
            if bare.hasPrefix("|") {
                if !isTable { tables.append([]) }
                isTable = true
                tables[tables.count - 1].append(Self.cells(of: String(bare)))
            } else {
                isTable = false
                if bare.hasPrefix("#") { headings.append(String(bare.drop { $0 == "#" || $0 == " " })) }
                if bare.hasPrefix("**"), bare.hasSuffix(":**") {
                    sections.append(String(bare.dropFirst(2).dropLast(3)))
                }
            }
            prose += Self.withoutCode(String(bare)) + "\n"
        }
        if !fence.isEmpty { problems.append("an open fence") }
    }

    /// The text of a bullet, of a bullet in a bullet, and so on.
    private static func content(of line: Substring) -> Substring {
        guard let first = line.first, "-*+".contains(first), line.dropFirst().first == " " else { return line }
        return content(of: line.dropFirst(2).drop { $0 == " " })
    }

    /// A bar ends a cell, unless an odd number of backslashes stands before it.
    private static func cells(of row: String) -> Int {
        var (bars, run) = (0, 0)
        for character in row {
            if character == "|", run % 2 == 0 { bars += 1 }
            run = character == "\\" ? run + 1 : 0
        }
        return bars - 1
    }

    /// Code stands between runs of as many backticks; a run without its like is text.
    private static func withoutCode(_ line: String) -> String {
        var result = ""
        var rest = Substring(line)
        while let start = rest.firstIndex(of: "`") {
            let isEscaped = rest[..<start].reversed().prefix { $0 == "\\" }.count % 2 == 1
            let ticks = rest[start...].prefix { $0 == "`" }
            result += rest[..<start]
            rest = rest[start...].dropFirst(isEscaped ? 1 : ticks.count)
            if isEscaped { continue }
            var search = rest
            while let next = search.firstIndex(of: "`") {
                let run = search[next...].prefix { $0 == "`" }
                search = search[next...].dropFirst(run.count)
                if run.count == ticks.count {
                    rest = search
                    break
                }
            }
        }
        return result + rest
    }
}
