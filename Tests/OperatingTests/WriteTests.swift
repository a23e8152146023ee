import Runs
import Screen
import TestKit
import Testing
import Viewing

@testable import Operating

/// Writing to files what can be copied.
@Suite struct WriteTests {
    /// A console that was started in a folder of its own.
    private func lab(_ columns: Int = 80, _ rows: Int = 24) throws -> OperatorConsole {
        let context = ViewContext(
            snapshot: try Lab.snapshot(), now: Lab.now, clock: Lab.clock, glyphs: .unicode)
        let browser = Browser(context: context, size: Size(columns: columns, rows: rows))
        let desk = OperatorDesk(
            places: Lab.desk.places, cancelPlan: Lab.desk.cancelPlan,
            writing: WritePath(folder: "/root/notes", home: "/root"))
        return OperatorConsole(browser, desk: desk)
    }

    @discardableResult
    private func press(_ console: inout OperatorConsole, _ keys: String) -> [OperatorEffect] {
        var effects: [OperatorEffect] = []
        for word in keys.split(separator: " ") {
            if word.hasPrefix("'") {
                for scalar in word.dropFirst().dropLast().unicodeScalars {
                    let scalar: Unicode.Scalar = scalar == "_" ? " " : scalar
                    effects += console.update(.view(.input(.key(.character(scalar)))))
                }
            } else if let key = Key(name: String(word)) {
                effects += console.update(.view(.input(.key(key))))
            }
        }
        return effects
    }

    private func order(_ effects: [OperatorEffect]) -> FileOrder? {
        effects.compactMap { if case .write(let order) = $0 { order } else { nil } }.last
    }

    private func wanted(_ effects: [OperatorEffect]) throws -> FileOrder { try #require(order(effects)) }

    @Test(arguments: [
        ("report.md", "/root/notes/report.md"), ("./report.md", "/root/notes/report.md"),
        (".//a/b", "/root/notes/a/b"), ("../x", "/root/notes/../x"), ("/tmp/x", "/tmp/x"), ("~/x", "/root/x"),
        ("  x y  ", "/root/notes/x y"),
    ])
    func paths(_ text: String, _ path: String) {
        #expect(WritePath(folder: "/root/notes", home: "/root").resolve(text) == .success(path))
    }

    @Test(arguments: ["", "  ", "~", "~bob/x", "folder/", "/"])
    func noPaths(_ text: String) {
        #expect((try? WritePath(folder: "/root/notes", home: "/root").resolve(text).get()) == nil)
    }

    @Test func withoutAHomeNoTilde() {
        #expect((try? WritePath(folder: "/x", home: nil).resolve("~/x").get()) == nil)
        #expect(WritePath(folder: "/", home: nil).resolve("x") == .success("/x"))
    }

    @Test(arguments: [
        ("write", WriteLine.ask(nil)), ("write report", .ask(.report)), (" write  command ", .ask(.command)),
        ("write failure ~/a b.txt", .write(.failure, path: "~/a b.txt")), ("writer", nil), ("wait", nil),
    ])
    func commandLine(_ text: String, _ line: WriteLine?) { #expect(WriteLine(text) == line) }

    @Test func theProposedNameIsShownWholeAndWritten() throws {
        var console = try lab()
        press(&console, "X")
        let lines = console.view(in: console.size).plainText
        #expect(lines.contains { $0.contains("/root/notes/\(Lab.running)-report.md") })
        let order = try wanted(press(&console, "Enter"))
        #expect(order.path == "/root/notes/\(Lab.running)-report.md")
        #expect(order.text.hasPrefix("## ATVM Run Status"))
        // A second Enter before the answer writes nothing twice.
        #expect(press(&console, "Enter").isEmpty)
        _ = console.update(.file(order, .written(path: order.path, bytes: order.text.utf8.count)))
        #expect(console.layer == nil)
        let said = console.view(in: Size(columns: 200, rows: 24)).plainText
        #expect(said.contains { $0.contains("\(order.path): \(order.text.utf8.count) bytes written, the status") })
    }

    @Test func nothingIsOverwritten() throws {
        var console = try lab(120, 40)
        let order = try wanted(press(&console, ": 'write_report_a.md' Enter"))
        #expect(order.path == "/root/notes/a.md")
        _ = console.update(.file(order, .taken(proposal: "/root/notes/a-2.md")))
        let lines = console.view(in: console.size).plainText
        #expect(lines.contains { $0.contains("something stands there already") })
        let next = try wanted(press(&console, "Enter"))
        #expect(next.path == "/root/notes/a-2.md" && next.text == order.text)
        _ = console.update(.file(next, .failed("the disk is full")))
        #expect(console.view(in: console.size).plainText.contains { $0.contains("the disk is full") })
        press(&console, "Esc")
        #expect(console.layer == nil)
    }

    @Test func whatIsNotThereIsSaid() throws {
        var console = try lab(120, 40)
        for (line, words) in [
            ("write_failure", "there is no failure to write here"),
            ("write_failure_x", "there is no failure to write here"),
            ("write_everything", "say what to write: :write report|failure|excerpt|command [PATH]"),
            ("write_report_~bob/x", "nothing was written: only ~/ is understood"),
        ] {
            #expect(order(press(&console, ": '\(line)' Enter")) == nil)
            #expect(console.view(in: console.size).plainText.contains { $0.contains(words) }, "\(line)")
        }
        #expect(console.browser.context.added.words["write"] == ["report", "failure", "excerpt", "command"])
    }

    /// The name is the operator's own once it was typed; pasted line breaks never send it.
    @Test func typingAndChoosing() throws {
        var console = try lab(120, 40)
        press(&console, "X Ctrl-U")
        _ = console.update(.view(.input(.paste("/tmp/mine\n.md"))))
        press(&console, "Tab")
        let order = try wanted(press(&console, "Enter"))
        #expect(order.path == "/tmp/mine .md")
    }

    /// Where a file does not stay, as in a demo, the dialog says so before it is written, and the message after.
    @Test func whatDoesNotStayIsSaid() throws {
        let context = ViewContext(snapshot: try Lab.snapshot(), now: Lab.now, clock: Lab.clock, glyphs: .unicode)
        let browser = Browser(context: context, size: Size(columns: 80, rows: 24))
        let desk = OperatorDesk(
            places: Lab.desk.places, cancelPlan: Lab.desk.cancelPlan,
            writing: WritePath(folder: "/tmp/demo", home: nil, fate: "it goes when the demo ends"))
        var console = OperatorConsole(browser, desk: desk)
        press(&console, "X")
        let asked = console.view(in: console.size).plainText
        #expect(asked.contains { $0.contains("⚠ it goes when the demo ends") }, "\(asked)")
        let order = try wanted(press(&console, "Enter"))
        _ = console.update(.file(order, .written(path: order.path, bytes: 7)))
        let told = console.view(in: console.size).plainText.joined(separator: " ").split(separator: " ")
        #expect(told.joined(separator: " ").contains("; it goes when the demo ends"), "\(told)")
    }

    @Test(arguments: [Size(columns: 60, rows: 15), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)])
    func screens(_ size: Size) throws {
        var console = try lab(size.columns, size.rows)
        press(&console, "X")
        expectGolden(console.view(in: size).plainText, "write-\(size.columns)x\(size.rows)")
        let order = try wanted(press(&console, "Enter"))
        _ = console.update(.file(order, .taken(proposal: "/root/notes/\(Lab.running)-report-2.md")))
        expectGolden(console.view(in: size).plainText, "write-taken-\(size.columns)x\(size.rows)")
    }
}
