import Runs
import Testing

@testable import atvm_tui

/// One line for each broken rule, and it says what is wrong; the others stay.
@Test(arguments: [
    ("id = 'A'\ncause = 'c'\npattern = '('", "'A'"), ("cause = 'c'\npattern = 'x'", "'id' must be a text"),
    ("id = ''\ncause = 'c'\npattern = 'x'", "'id' must be a text"), ("id = 5\ncause = 'c'\npattern = 'x'", "'id'"),
    ("id = 'A B'\ncause = 'c'\npattern = 'x'", "letters, digits"), ("id = 'A'\npattern = 'x'", "'cause' must be"),
    ("id = 'A'\ncause = 'c'", "'pattern' must be"), ("id = 'A'\ncause = 'c'\npattern = ''", "'pattern' must be"),
    ("id = 'A'\ncause = 'c'\npattern = '.*'", "it fits every line"),
    ("id = 'A'\ncause = 'c'\npattern = \"a\\nb\"", "line break"),
    ("id = 'A'\ncause = 'c'\npattern = 'x'\ncolour = 'red'", "there is no 'colour'"),
    ("id = 'A'\ncause = 'c'\npattern = 'x'\nretry = 'yes'", "retry is 'yes'"),
    ("id = 'A'\ncause = 'c'\npattern = 'x'\nwhere = []", "where must be"),
    ("id = 'GOOD'\ncause = 'c'\npattern = 'x'", "another one before it has this id"), ("", "'id' must be a text"),
    ("id = 'A'\ncause = 'c'\npattern = '(a{999}){999}'", "pattern: "),
])
func aBrokenRuleIsOneClearMessage(_ rule: String, _ words: String) {
    let good = "[[rule]]\nid = 'GOOD'\ncause = 'c'\npattern = 'good'\n"
    let reading = TriageReader.read("\(good)[[rule]]\n\(rule)\n", file: "/x.toml")
    #expect(reading.rules.map(\.id) == ["GOOD"])
    #expect(reading.problems.count == 1, "\(reading.problems)")
    #expect(reading.problems.first?.contains(words) == true, "\(reading.problems)")
    #expect(reading.problems.first?.contains(" of /x.toml is left out: ") == true)
}

/// What the configuration says of its rules counts those that are in use.
@Test(arguments: [(0, 0, "0 rules"), (1, 0, "1 rule"), (2, 3, "2 rules, 3 refused"), (0, 40, "0 rules, 40 refused")])
func refusedRulesAreCountedApart(_ good: Int, _ broken: Int, _ summary: String) {
    let rules = (0..<good).map { "[[rule]]\nid = 'G\($0)'\ncause = 'c'\npattern = 'good'\n" }
    let others = (0..<broken).map { "[[rule]]\nid = 'B\($0)'\n" }
    #expect(TriageReader.read((rules + others).joined(), file: "/x.toml").summary == summary)
}

/// Nobody reads thousands of lines: some are told, the others counted.
@Test func manyBrokenRulesAreCounted() {
    let text = (0..<2000).map { "[[rule]]\nid = 'R\($0)'\n" }.joined()
    let reading = TriageReader.read(text, file: "/x.toml")
    #expect(reading.rules.isEmpty && reading.problems.count == 11)
    #expect(reading.problems.last == "1990 more triage rules of /x.toml are left out")
}

/// Changed and cut at every place: rules or problems, never a crash, and never a control character in a message.
@Test func damagedRulesAreReadOrRefused() {
    let whole = "[[rule]]\nid = 'A-1'\npattern = '''(a+)+$|\\bx{2,3}[^b]'''\ncause = \"c\"\nwhere = ['log']\n"
    let bytes = Array(whole.utf8)
    for place in bytes.indices {
        for byte in [0x00, 0x1B, 0x22, 0x27, 0x28, 0x5B, 0x5C, 0x7D, 0xC3] as [UInt8] {
            var damaged = bytes
            damaged[place] = byte
            let reading = TriageReader.read(String(decoding: damaged, as: UTF8.self), file: "/x.toml")
            #expect(reading.rules.count <= 1 && reading.problems.count <= 1)
            let text = reading.problems.joined()
            #expect(!text.unicodeScalars.contains { SafeText.isUnsafe($0) }, "\(text)")
        }
        _ = TriageReader.read(String(decoding: bytes[..<place], as: UTF8.self), file: "/x.toml")
    }
}
