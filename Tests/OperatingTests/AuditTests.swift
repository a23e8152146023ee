import Plans
import Runs
import Screen
import Testing
import Viewing

@testable import Operating

@Suite struct AuditTests {
    private func open() throws -> OperatorConsole {
        var console = try Lab.console(100, 30)
        #expect(console.press("A") == [.ask(.audit)])
        _ = console.update(.answer(.audit(Lab.trail())))
        return console
    }

    @Test func theNewestStandsFirstAndInFull() throws {
        let console = try open()
        #expect(console.lines[2].contains("cancel") && console.lines[2].contains("refused:"))
        #expect(console.text.contains("aw from 192.168.3.7") && console.text.contains("digest 0123456789abcdef"))
    }

    @Test func filters() throws {
        var console = try open()
        console.press("/")
        console.type("started !intent")
        console.press("Enter")
        #expect(console.text.contains("newest first, 1 line") && console.lines[2].contains("started"))
        console.press("/ Esc")
        #expect(console.text.contains("newest first, 4 lines"))
    }

    @Test func keepsItsPlaceWhenLinesCome() throws {
        var console = try open()
        console.press("j")
        var more = Lab.trail()
        var entry = AuditExcerpt.Entry(offset: 999)
        (entry.action, entry.build) = ("settle", "x")
        more.entries.append(entry)
        _ = console.update(.answer(.audit(more)))
        #expect(console.lines.first { $0.contains("▌") }?.contains("begun") == true)
    }

    @Test(arguments: ["q", "Esc", "A", "h"])
    func closes(_ key: String) throws {
        var console = try open()
        console.press(key)
        #expect(console.layer == nil)
    }

    @Test func saysWhyThereIsNothing() throws {
        var console = try Lab.console()
        console.press("A")
        #expect(console.text.contains("reading the audit trail"))
        _ = console.update(.answer(.audit(AuditExcerpt())))
        #expect(console.text.contains("nothing has been done"))
        var broken = AuditExcerpt()
        broken.problem = "/var/log/atvm-tui/audit.jsonl: Permission denied"
        _ = console.update(.answer(.audit(broken)))
        #expect(console.text.contains("Permission denied"))
    }
}
