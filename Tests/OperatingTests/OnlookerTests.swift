import Plans
import Runs
import Screen
import TestKit
import Testing
import Viewing

@testable import Operating

/// The console of whoever may only look.
@Suite struct OnlookerTests {
    private static let reason = "not permitted: only looking"
    private let size = Size(columns: 120, rows: 40)

    private func console() throws -> OnlookerConsole {
        let context = ViewContext(snapshot: try Lab.snapshot(), now: Lab.now, clock: Lab.clock, glyphs: .unicode)
        return OnlookerConsole(Browser(context: context, size: size), reason: Self.reason)
    }

    /// Keys by their names, a blank between two.
    @discardableResult
    private func press(_ console: inout OnlookerConsole, _ keys: String) throws -> [OnlookerEffect] {
        try keys.split(separator: " ").flatMap { word in
            console.update(.view(.input(.key(try #require(Key(name: String(word)))))))
        }
    }

    private func text(_ console: OnlookerConsole) -> String { console.view(in: size).plainText.joined(separator: "\n") }

    @Test func readsPreps() throws {
        var console = try console()
        try press(&console, "H")
        #expect(text(console).contains("no prep has run on this controller yet"))
        #expect(!text(console).contains("P plan"))
        _ = console.update(.preps([try PrepLab.prep(.asking(PrepLab.question))], problems: []))
        #expect(text(console).contains("PREP asks") && text(console).contains("asks: \(PrepLab.question.text)"))
        let id = try PrepLab.id()
        for (keys, source) in [("Enter", LogSource.prep(id)), ("v", .prep(id)), ("L", .prepLog)] {
            let effects = try press(&console, keys)
            let read = effects.contains {
                if case .view(.readLog(let request)) = $0 { request.source == source } else { false }
            }
            #expect(read && !text(console).contains("HOW IT STANDS"), "\(keys)")
            try press(&console, "q")
            #expect(text(console).contains("HOW IT STANDS"), "\(keys)")
        }
        #expect(try press(&console, "F5") == [.view(.refresh)])
        try press(&console, "P")
        #expect(text(console).contains(Self.reason) && text(console).contains("HOW IT STANDS"))
        try press(&console, "q")
        #expect(!text(console).contains("HOW IT STANDS") && text(console).contains("H preps"))
    }

    @Test func readsTheAuditTrail() throws {
        var console = try console()
        #expect(try press(&console, "A") == [.readAudit])
        #expect(text(console).contains("Audit trail") && text(console).contains("reading the audit trail"))
        #expect(try press(&console, "r") == [.readAudit])
        try press(&console, "q : a u d i t")
        #expect(try press(&console, "Enter") == [.readAudit])
        try press(&console, "q : p r e p s Enter")
        #expect(text(console).contains("HOW IT STANDS"))
    }

    @Test(arguments: ["H", "A"])
    func theCommandLineOpensOverAList(_ list: String) throws {
        var console = try console()
        try press(&console, "\(list) : h c")
        #expect(text(console).contains(":hc"))
        try press(&console, "Esc \(list) ?")
        #expect(text(console).contains("keys of this screen"))
    }

    /// No other command of the operator does anything here, by its key or by its name.
    @Test(
        arguments: OperatorKeymap.table.bindings.filter { $0.command != .preps && $0.command != .audit }.map(\.command))
    func doesNothingElse(_ command: OperatorCommand) throws {
        let row = try #require(OperatorKeymap.table.bindings.first { $0.command == command })
        let before = text(try console())
        for sequence in row.sequences {
            var console = try console()
            let effects = sequence.keys.flatMap { console.update(.view(.input(.key($0)))) }
            #expect(effects.isEmpty && text(console).contains(Self.reason), "\(command)")
        }
        var console = try console()
        let name = try #require(row.name)
        for scalar in ":\(name)".unicodeScalars { _ = console.update(.view(.input(.key(.character(scalar))))) }
        let effects = console.update(.view(.input(.key(.enter))))
        #expect(effects.isEmpty && text(console) != before && text(console).contains("not permitted"), "\(command)")
    }
}
