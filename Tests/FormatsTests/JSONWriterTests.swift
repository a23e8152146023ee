import Runs
import Testing

@testable import Formats

/// JSON goes to terminals and logs too: nothing in it may act there, and nothing may be lost.
@Test(arguments: [
    "\u{1B}]52;c;ZXZpbA==\u{7}", "\u{9B}6n", "\u{0}\u{7F}\u{85}", "a\u{202E}b\u{2066}c", "\u{200B}\u{FEFF}",
    "\u{E0041}",
    "\u{2028}\u{2029}", "⚠\u{FE0F}", "ü 漢 \" \\ \n\r\t",
])
func nothingInJSONActs(_ text: String) throws {
    let json = JSONValue.object([text: .array([.string(text)])]).prettyText
    #expect(!json.unicodeScalars.contains { $0 != "\n" && SafeText.isUnsafe($0) })
    let read = try JSONValue(json: Array(json.utf8))
    #expect(read.object?.fields.first?.name == text)
    #expect(read[text]?.array?.first?.string == text)
}
