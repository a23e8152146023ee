import Runs
import Screen
import Testing

@testable import Viewing

/// Rules for the lines of a log: which are shown, which are marked.
@Suite struct LogFilterTests {
    private static func log(_ count: Int = 300) -> FakeLog {
        FakeLog((1...count).map { $0.isMultiple(of: 10) ? "error \($0) of the agent" : "line \($0)" })
    }

    private func reader(_ columns: Int = 120, _ rows: Int = 24) throws -> LogReader {
        try LogReader(Self.log(), columns, rows)
    }

    @Test(
        arguments: [
            ("error", LogRule(.only, LogPattern("error"))), ("!error", LogRule(.without, LogPattern("error"))),
            ("Tab error", LogRule(.without, LogPattern("error"))),
            ("Tab Tab error", LogRule(.highlight, LogPattern("error"))),
            ("Tab Tab !x", LogRule(.highlight, LogPattern("!x"))),
            ("Shift-Tab error", LogRule(.highlight, LogPattern("error"))),
            ("Tab Tab Tab error", LogRule(.only, LogPattern("error"))),
            ("Ctrl-R e+", LogRule(.only, LogPattern("e+", isRegex: true))),
            ("Ctrl-R Ctrl-R e+", LogRule(.only, LogPattern("e+"))), ("!", nil), ("", nil),
        ] as [(String, LogRule?)])
    func aRuleIsTyped(_ keys: String, _ rule: LogRule?) throws {
        var reader = try reader()
        reader.press("&")
        #expect(reader.lines[22].hasPrefix("only lines with: "))
        for word in keys.split(separator: " ") {
            if word.contains("-") || word == "Tab" { reader.press(String(word)) } else { reader.type(String(word)) }
        }
        reader.press("Enter")
        #expect(reader.place?.filters.rules == (rule.map { [$0] } ?? []))
        if let rule { #expect(reader.lastRead?.rules == [rule]) }
        #expect(reader.browser.layer == nil)
    }

    @Test func onlyTheseLinesAreShown() throws {
        var reader = try reader()
        reader.press("g &")
        reader.type("error")
        reader.press("Enter")
        #expect(reader.body[0] == " error 10 of the agent")
        #expect(reader.body[19] == " error 200 of the agent")
        #expect(reader.header.contains("1 filter: 30 of 300 lines"))
        #expect(reader.look(of: "1 filter")?.role == .warning)
        reader.press("j j")
        #expect(reader.body[0] == " error 30 of the agent")
        reader.press("G")
        #expect(reader.body[19] == " error 300 of the agent")
        // Switched off, one stands where one was.
        reader.press("g j j & Space q")
        #expect(reader.body[0] == " error 30 of the agent")
        #expect(reader.body[1] == " line 31")
        #expect(!reader.header.contains("filter"))
    }

    @Test func theListIsWorkedWith() throws {
        var reader = try reader()
        for order in [":only line", ":without line 1", ":highlight line 2"] {
            reader.press(":")
            reader.type(String(order.dropFirst()))
            reader.press("Enter")
        }
        #expect(reader.place?.filters.rules.count == 3)
        reader.press("&")
        #expect(reader.browser.layer == .rules(selected: 0))
        #expect(reader.lines.contains { $0.contains("2 ● on   without    line 1") })
        reader.press("j Space")
        #expect(reader.lastRead?.rules.map(\.action) == [.only, .highlight])
        #expect(reader.lines.contains { $0.contains("2 ○ off  without    line 1") })
        // Changed, it is in force.
        reader.press("Enter 0 Enter")
        #expect(reader.lastRead?.rules.map(\.pattern.text) == ["line", "line 10", "line 2"])
        #expect(reader.browser.layer == .rules(selected: 1))
        reader.press("k d")
        #expect(reader.lastRead?.rules.map(\.pattern.text) == ["line 10", "line 2"])
        reader.press("& x Enter")
        #expect(reader.lastRead?.rules.last == LogRule(.only, LogPattern("x")))
        #expect(reader.browser.layer == .rules(selected: 2))
        reader.press("Esc")
        #expect(reader.browser.layer == nil)
        reader.press("& End")
        #expect(reader.browser.layer == .rules(selected: 2))
        reader.press("Home")
        #expect(reader.browser.layer == .rules(selected: 0))
        reader.press("G Del g d d")
        // Empty it stays, and says what can be done.
        #expect(reader.browser.layer == .rules(selected: 0))
        #expect(reader.lines.contains { $0.contains("there is none: a adds one, q closes the list") })
        reader.press("d Space Enter Up Down End a x Esc")
        #expect(reader.browser.layer == .rules(selected: 0))
        reader.press("q")
        #expect(reader.browser.layer == nil)
        #expect(reader.place != nil)
        #expect(reader.lastRead?.rules == [])
        #expect(reader.hasEndedTally)
    }

    @Test(
        arguments: [
            ("rules off", [], "300 lines"), ("rules on", ["error", "agent"], nil), ("rules clear", [], nil),
        ] as [(String, [String], String?)])
    func allAtOnce(_ order: String, _ texts: [String], _: String?) throws {
        var reader = try reader()
        for text in ["only error", "highlight agent", order] {
            reader.press(":")
            reader.type(text)
            reader.press("Enter")
        }
        #expect(reader.lastRead?.rules.map(\.pattern.text) == texts)
        #expect(reader.place?.filters.entries.isEmpty == (order == "rules clear"))
    }

    @Test(arguments: [
        ("only", "say which: :only TEXT"), ("rules x", "there are :rules on, off and clear"),
    ])
    func whatIsMissingIsSaid(_ order: String, _ message: String) throws {
        var reader = try reader()
        reader.press(":")
        reader.type(order)
        reader.press("Enter")
        #expect(reader.message == message)
    }

    @Test(arguments: ["only x", "rules on", "rules", "wrap", "next-mark"])
    func onlyInALog(_ order: String) throws {
        var browser = try Lab.browser()
        browser.press(":")
        browser.type(order)
        browser.press("Enter")
        #expect(browser.messageText == "only in a log")
    }

    /// In the next log the same rules are at hand; what hides lines is off there, until it is asked for.
    @Test func theNextLogHasThemToo() throws {
        var reader = try reader()
        for text in ["only error", "highlight agent"] {
            reader.press(":")
            reader.type(text)
            reader.press("Enter")
        }
        reader.press("O")
        #expect(reader.place?.filters.entries.map(\.isOn) == [false, true])
        #expect(reader.lastRead?.rules.map(\.action) == [.highlight])
        #expect(!reader.header.contains("filter"))
        // The log below is as it was.
        reader.press("q")
        #expect(reader.place?.filters.entries.map(\.isOn) == [true, true])
        #expect(reader.header.contains("1 filter: 30 of 300 lines"))
        reader.press("q")
        #expect(reader.hasEndedTally)
        reader.press("L")
        #expect(reader.place?.filters.entries.map(\.isOn) == [false, true])
    }

    @Test func nothingPasses() throws {
        var reader = try reader()
        reader.press("g PgDn &")
        reader.type("nowhere")
        reader.press("Enter")
        #expect(reader.body[0] == " no line passes the filters; & shows them")
        #expect(reader.look(of: "no line passes")?.role == .warning)
        reader.press("& d")
        #expect(reader.body[0] == " error 20 of the agent")
    }

    /// What a file cannot answer is said in its place, not over lines that are not filtered.
    @Test func aRuleThatCannotBeReadIsSaid() throws {
        var reader = try reader()
        reader.press("& Ctrl-R")
        reader.type("(")
        reader.press("Enter")
        // What cannot be a filter is mended where it was typed.
        #expect(reader.lines[22].contains("'(' without ')'"), "\(reader.lines[22])")
        #expect(!reader.header.contains("filter"))
        reader.press("Backspace")
        #expect(!reader.lines[22].contains("without"))
        reader.isAnswering = false
        reader.type("x")
        reader.press("Enter")
        var window = LogWindow(request: try #require(reader.lastRead).number)
        window.problem = "/tmp/b.log cannot be read"
        window.fileSize = 100
        reader.take(reader.browser.update(.log(window)))
        #expect(reader.body[0].contains("cannot be read"))
        #expect(reader.header.contains("1 filter on"))
    }

    /// Where lines are left out, each has its own number, once it is counted.
    @Test func numbersAreReal() throws {
        var reader = try reader()
        reader.press("g # &")
        reader.type("error")
        reader.press("Enter j j")
        #expect(reader.body[0] == "      30  error 30 of the agent")
        #expect(reader.body[1] == "      40  error 40 of the agent")
        #expect(reader.lastIndex?.lines == reader.place?.window?.lines.map(\.offset))
        reader.press("#")
        #expect(reader.body[1] == " error 40 of the agent")
        let asked = reader.asked.count
        reader.press("#")
        #expect(reader.asked.count == asked + 1)
        #expect(reader.body[1] == "      40  error 40 of the agent")
        // Until it is counted, none is said.
        reader.isAnswering = false
        reader.press("j")
        reader.take(reader.browser.update(.log(reader.log.answer(try #require(reader.lastRead)))))
        #expect(reader.body.last?.hasPrefix("          error") == true)
        reader.isAnswering = true
        reader.press("k")
        reader.press("& Space q")
        #expect(reader.body[1] == "      31  line 31")
    }

    @Test func aJumpToWhatIsLeftOutIsSaid() throws {
        var reader = try reader()
        reader.press("g j j m &")
        reader.type("error")
        reader.press("Enter PgDn '")
        #expect(reader.message == "that line does not pass the filters: the nearest that does is shown")
        #expect(reader.body[0] == " error 10 of the agent")
        reader.press("& Space a x y z Enter q : 5 Enter")
        #expect(reader.message == "that line does not pass the filters: nor does any other")
    }

    @Test func thereAreNotTooMany() throws {
        var reader = try reader()
        for number in 0..<25 {
            reader.press(":")
            reader.type("highlight text\(number)")
            reader.press("Enter")
        }
        #expect(reader.place?.filters.entries.count == LogFilters.limit)
        #expect(reader.message == "there are 20 filters and highlights; & removes what is not needed")
        // What is there already only comes into force.
        reader.press(":")
        reader.type("rules off")
        reader.press("Enter :")
        reader.type("highlight text3")
        reader.press("Enter")
        #expect(reader.place?.filters.rules == [LogRule(.highlight, LogPattern("text3"))])
    }

    /// Each highlight looks different, in colours and without, and the same while others come and go.
    @Test func highlightsDiffer() throws {
        var reader = try LogReader(FakeLog(["one two three four five six", "round"]))
        for text in ["one", "two", "three", "four", "five", "six"] {
            reader.press(":")
            reader.type("highlight \(text)")
            reader.press("Enter")
        }
        let names = ["one", "two", "three", "four", "five", "six"]
        let looks = names.compactMap { reader.look(of: $0) }
        #expect(looks.count == 6)
        for depth in [ColorDepth.none, .eight, .sixteen, .direct] {
            let styles = Set(looks.map { Theme.builtIn.style($0.role, $0.emphasis, at: depth) })
            #expect(styles.count == 6, "\(depth)")
            #expect(!styles.contains(Theme.builtIn.style(.plain, at: depth)))
            #expect(!styles.contains(Theme.builtIn.style(.match, at: depth)))
        }
        reader.press("& Space q")
        #expect(reader.look(of: "one")?.role == .plain)
        #expect(reader.look(of: "six")?.role == looks[5].role)
        #expect(reader.look(of: "six")?.emphasis == looks[5].emphasis)
    }
}
