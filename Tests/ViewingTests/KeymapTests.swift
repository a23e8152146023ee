import Runs
import Screen
import TestKit
import Testing

@testable import Viewing

@Suite struct KeymapTests {
    @Test func keysDoNotClash() {
        #expect(BrowserKeymap.table.clashes.isEmpty)
        #expect(LogKeymap.table.clashes.isEmpty)
        #expect(LogRulesKeymap.table.clashes.isEmpty)
    }

    /// Of the log's own keys only those that are said to be taken mean something elsewhere, and no single one begins a
    /// sequence of the browser.
    @Test func logKeysDoNotClash() {
        let browser = Set(BrowserKeymap.table.bindings.flatMap(\.sequences))
        for sequence in LogKeymap.table.bindings.flatMap(\.sequences) {
            if sequence.keys.count == 1, LogKeymap.taken.contains(sequence.keys[0]) { continue }
            #expect(!browser.contains(sequence), "\(sequence.name)")
            if sequence.keys.count == 1 {
                #expect(!browser.contains { $0.keys.first == sequence.keys[0] }, "\(sequence.name)")
            }
        }
        #expect(LogKeymap.taken.allSatisfy { key in browser.contains { $0.keys == [key] } })
        let names = BrowserKeymap.names
        #expect(Set(names).count == names.count)
    }

    @Test func everyCommandHasAKey() {
        for command in BrowserCommand.allCases {
            let rows = (BrowserKeymap.table.bindings + LogKeymap.table.bindings).filter { $0.command == command }
            #expect(rows.contains { !$0.sequences.isEmpty }, "\(command)")
            #expect(rows.allSatisfy { !$0.help.isEmpty && !$0.group.isEmpty }, "\(command)")
        }
    }

    @Test func helpListsEveryKey() throws {
        var browser = try Lab.browser(120, 80)
        browser.press("?")
        let text = browser.lines.joined(separator: "\n")
        let names = BrowserKeymap.table.bindings.flatMap(\.keyNames) + LogKeymap.table.bindings.flatMap(\.keyNames)
        for name in names + LogRulesKeymap.table.bindings.flatMap(\.keyNames) {
            #expect(text.contains(name), "\(name)")
        }
        browser.press("Esc")
        #expect(browser.layer == nil)
    }

    @Test func helpSaysWhyAKeyDoesNothing() throws {
        var browser = try Lab.browser(120, 60)
        browser.press("n")
        #expect(browser.messageText == "only in a log")
        browser.press("Tab")
        #expect(browser.messageText == "there are no panels here")
        browser.press("?")
        #expect(browser.lines.joined().contains("(only in a log)"))
    }

    // MARK: Nothing crashes

    /// Any size is drawn, in every place.
    @Test(arguments: [
        "", "Enter", "Enter Enter", "Enter k Enter Tab", "s", "L", "?", "Y M", ":", "/ w", "j Enter", "Enter Tab",
        "Enter Tab Tab Tab", "m", "m G",
    ])
    func anySize(_ keys: String) throws {
        for (columns, rows) in sizes() {
            let size = Size(columns: columns, rows: rows)
            var browser = try Lab.browser(columns, rows)
            if let request = browser.press(keys).readLog {
                _ = browser.update(.log(Lab.window(request: request.number)))
            }
            let frame = browser.view(in: size)
            #expect(frame.size == size)
        }
    }

    private func sizes() -> [(Int, Int)] {
        var sizes: [(Int, Int)] = []
        for columns in [
            0, 1, 2, 20, 59, 60, 61, 79, 80, 99, 100, 109, 110, 111, 119, 120, 139, 140, 179, 180, 181, 250,
        ] {
            for rows in [0, 1, 5, 14, 15, 16, 20, 23, 24, 25, 30, 39, 40, 41, 80] { sizes.append((columns, rows)) }
        }
        return sizes
    }

    /// Twenty thousand keys, sizes and snapshots in an order that a seed fixes: no crash, and no control on any screen.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func anyKeys(_ seed: UInt64) throws {
        var random = KeyRandom(seed: seed)
        var browser = try Lab.browser()
        let whole = try Lab.snapshot()
        var size = Size(columns: 80, rows: 24)
        var actions = 0
        for turn in 0..<5000 {
            var effects: [ViewEffect] = []
            switch random.next(100) {
            case 0..<90: effects = browser.update(.input(.key(random.key())))
            case 90..<93:
                let point = Point(x: random.next(size.columns + 2), y: random.next(size.rows + 2))
                let action = [MouseEvent.Action.press, .release, .wheelUp, .wheelDown][random.next(4)]
                effects = browser.update(.input(.mouse(MouseEvent(action, at: point))))
            case 93..<95:
                size = Size(columns: random.next(251), rows: random.next(81))
                effects = browser.update(.resized(size))
            case 95..<98:
                var snapshot = whole
                snapshot.builds = whole.builds.filter { _ in random.next(6) > 0 }.shuffled(using: &random)
                effects = browser.update(.snapshot(snapshot))
            case 98: effects = browser.update(.input(.paste("q:!\u{1B}\n")))
            default: effects = browser.update(.tick(now: Lab.now, lookedAt: Lab.now, isStale: random.next(2) == 0))
            }
            if let request = effects.readLog, random.next(4) > 0 {
                _ = browser.update(.log(Lab.window(request: request.number, lines: random.next(60))))
            }
            if effects.contains(.quit) { browser = try Lab.browser(size.columns, size.rows) }
            actions += effects.count
            if turn % 10 == 0 {
                let frame = browser.view(in: size)
                #expect(!frame.plainText.joined().unicodeScalars.contains(where: SafeText.isUnsafe), "turn \(turn)")
            }
        }
        #expect(actions > 100)
    }
}

/// Keys by chance, but always the same ones.
struct KeyRandom: RandomNumberGenerator {
    private var numbers: SeededNumbers

    init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

    mutating func next() -> UInt64 { numbers.next() }

    mutating func next(_ count: Int) -> Int { Int(next() % UInt64(max(1, count))) }

    mutating func key() -> Key {
        let bound = (BrowserKeymap.table.bindings + LogKeymap.table.bindings).flatMap(\.sequences).flatMap(\.keys)
        switch next(10) {
        case 0: return .character(Unicode.Scalar(UInt8(32 + next(95))))
        case 1: return [.escape, .backspace, .tab, .backTab, .delete, .insert, .function(next(12) + 1)][next(7)]
        case 2: return .enter
        case 3: return .alt("x")
        default: return bound[next(bound.count)]
        }
    }
}
