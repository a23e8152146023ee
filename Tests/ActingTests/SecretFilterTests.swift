import Testing

@testable import Acting

/// A password that a script writes is masked, however its output is cut.
@Suite struct SecretFilterTests {
    private static func filtered(_ text: String, _ secret: String, size: Int, resting: Bool = false) -> String {
        var filter = SecretFilter(secret)
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            out += filter.take(Array(bytes[start..<min(bytes.count, start + size)]))
            if resting { out += filter.rest() }
        }
        return String(decoding: out + filter.end(), as: UTF8.self)
    }

    @Test(arguments: [
        ("a hunter2secret b", "hunter2secret", "a ******** b"),
        ("hunter2secrethunter2secret", "hunter2secret", "****************"),
        ("nothing of it", "hunter2secret", "nothing of it"), ("aaaaab", "aaab", "aa********"),
        ("['-vp', 'it\\'s']", "it's", "['-vp', '********']"), ("a%20b x", "a b", "******** x"),
        ("p\\\\q", "p\\q", "********"),
        ("x=a+b%26c&y", "a b&c", "x=********&y"), ("a%20b%26c", "a b&c", "********"), ("p.-%2Fq", "p.-/q", "********"),
        ("p.-/q%26", "p.-/q&", "********"), ("p.-%2fq", "p.-/q", "********"),
        (#"{"p": "a\"b\\c"}"#, #"a"b\c"#, #"{"p": "********"}"#), (#"\u00fcber"#, "über", "********"),
        ("<p>a&amp;b&lt;&gt;</p>", "a&b<>", "<p>********</p>"), ("a&quot;b&amp;", "a\"b&", "********"),
        ("abababc", "ababc", "ab********"), ("x", "", "x"), ("", "abc", ""),
    ])
    func masks(_ text: String, _ secret: String, _ masked: String) {
        for size in 1...max(1, text.utf8.count) { #expect(Self.filtered(text, secret, size: size) == masked) }
    }

    /// Where every byte comes after a pause, at most a beginning is seen, and never the whole.
    @Test func pausesShowLessThanHalf() {
        let shown = Self.filtered("x hunter2secret y", "hunter2secret", size: 1, resting: true)
        #expect(shown.hasPrefix("x hunter********") && shown.hasSuffix(" y"))
    }

    @Test func theEndOfAQuestionIsNotHeldBack() {
        var filter = SecretFilter(": secret")
        #expect(filter.take(Array("Name: ".utf8)) == Array("Name".utf8))
        #expect(filter.rest() == Array(": ".utf8))
        #expect(filter.take(Array("secret".utf8)) == Array("********".utf8))
    }
}
