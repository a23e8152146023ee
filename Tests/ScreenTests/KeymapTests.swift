import Screen
import Testing

private enum Command: Equatable, Sendable { case next, previous, nextFailure, open, quit, sort }

private let keymap = Keymap<Command>([
    Binding("j", "Down", command: .next, label: "down", help: "next row", group: "Move"),
    Binding("k", "Up", command: .previous, help: "row before", group: "Move"),
    Binding("]f", command: .nextFailure, label: "next failure", help: "next failed host", group: "Move"),
    Binding("Enter", "l", command: .open, label: "open", help: "open the row", group: "Rows", name: "open"),
    Binding("s", command: .sort, help: "sort by the next column", group: "Rows", name: "sort"),
    Binding(
        "q", "Esc", "Ctrl-C", command: .quit, label: "back", help: "back, or leave", group: "Program", name: "quit"),
])

@Test func theTableIsSound() { #expect(keymap.clashes == []) }

@Test(
    arguments: [
        ([.character("j")], [.next]), ([.down], [.next]), ([.control("c")], [.quit]), ([.escape], [.quit]),
        ([.character("]"), .character("f")], [.nextFailure]),
        // What ends no sequence counts by itself; Esc only ends it.
        ([.character("]"), .character("j")], [.next]), ([.character("]"), .escape, .character("q")], [.quit]),
        ([.character("]"), .character("]"), .character("f")], [.nextFailure]), ([.character("x")], []),
    ] as [([Key], [Command])])
private func dispatches(_ keys: [Key], _ commands: [Command]) {
    var pending: Key?
    let found = keys.compactMap { key -> Command? in
        if case .command(let command) = keymap.match(key, pending: &pending) { command } else { nil }
    }
    #expect(found == commands)
    #expect(pending == nil)
}

@Test func aSequenceWaitsForItsSecondKey() {
    var pending: Key?
    #expect(keymap.match(.character("]"), pending: &pending) == .begins)
    #expect(pending == .character("]"))
}

@Test func findsClashes() {
    let broken = Keymap<Command>([
        Binding("j", command: .next, help: "a", name: "go"), Binding("j", command: .quit, help: "b", name: "go"),
        Binding("]", command: .open, help: "c"), Binding("]f", command: .nextFailure, help: "d"),
        Binding("Dwon", command: .sort, help: "e"),
    ])
    #expect(
        broken.clashes == [
            "'Dwon' (e) is no key", ":go is both next and quit", "] is open and also begins a sequence",
            "j is both next and quit",
        ])
}

@Test func footerHoldsWhatFits() {
    let wanted: [Command] = [.open, .nextFailure, .quit, .previous]
    #expect(keymap.footer(wanted, columns: 80).plainText == "Enter open   ]f next failure   q back")
    #expect(keymap.footer(wanted, columns: 25).plainText == "Enter open   q back")
    #expect(keymap.footer(wanted, columns: 3).plainText == "")
}

@Test func helpKeepsTheOrderAndTellsReasons() {
    let sections = keymap.helpSections { $0 == .open ? "no row is selected" : nil }
    #expect(sections.map(\.title) == ["Move", "Rows", "Program"])
    #expect(sections[0].rows[0] == HelpRow(keys: "j, Down", help: "next row"))
    #expect(
        sections[1].rows[0]
            == HelpRow(keys: "Enter, l", help: "open the row", name: "open", reason: "no row is selected"))
}

@Test func completesNames() {
    #expect(keymap.names() == ["open", "quit", "sort"])
    #expect(keymap.names(beginningWith: "s") == ["sort"])
    #expect(keymap.command(named: "quit") == .quit)
    #expect(keymap.command(named: "qui") == nil)
}

@Test(arguments: [
    "a", "A", "é", "Space", "Enter", "Tab", "Shift-Tab", "Esc", "Ctrl-L", "Ctrl-\\", "Alt-x", "PgUp", "PgDn", "F1",
    "F12",
    "Del", "Backspace", "?", ":",
])
func keyNamesGoBothWays(_ name: String) {
    #expect(Key(name: name)?.name == name)
}

@Test(arguments: ["", "F0", "F13", "ctrl", "Ctrl-", "Entr", "Alt-Up"])
func refusesNamesOfNoKey(_ name: String) { #expect(Key(name: name) == nil) }
