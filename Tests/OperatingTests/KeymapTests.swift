import Screen
import Testing
import Viewing

@testable import Operating

@Suite struct OperatorKeymapTests {
    @Test func keysDoNotClash() { #expect(OperatorKeymap.table.clashes.isEmpty) }

    /// One screen, two tables: no key and no name of one is one of the other.
    @Test func tablesDoNotClash() {
        let browser = BrowserKeymap.table.bindings + LogKeymap.table.bindings
        let keys = Set(browser.flatMap(\.keyNames))
        let firsts = Set(browser.flatMap(\.sequences).compactMap { $0.keys.count > 1 ? $0.keys[0].name : nil })
        let names = Set(browser.compactMap(\.name))
        for row in OperatorKeymap.table.bindings {
            for key in row.keyNames { #expect(!keys.contains(key) && !firsts.contains(key), "\(key)") }
            if let name = row.name { #expect(!names.contains(name), "\(name)") }
        }
    }

    @Test func everyCommandHasAKey() {
        for command in OperatorCommand.allCases {
            let rows = OperatorKeymap.table.bindings.filter { $0.command == command }
            #expect(rows.contains { !$0.sequences.isEmpty && !$0.help.isEmpty && $0.name != nil }, "\(command)")
        }
    }
}
