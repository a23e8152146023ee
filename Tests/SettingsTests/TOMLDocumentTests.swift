import Testing

@testable import atvm_tui

/// A header without a name is a problem of that line, for themes and settings as well as for rules.
@Test(arguments: [
    ("[(x]]", 1), ("[[(x]]", 1), ("[[[x]]", 1), ("[", nil), ("[\n", 1), ("[[\n", 1), ("a = 1\n\n  [ #x\n", 3),
    ("[\u{1B}x]", 1), ("[ü]", 1), ("a = '''\n[(\n'''\n[[\\b]]", 4), ("a = [\n [(", nil), ("a = [1,\n2]\n[}x]", 3),
    ("a = \"\"\"x\n[(\\\"\"\"\"\n[=]", 3), ("\u{FEFF}[(", 1), ("a = 'x\n[(", nil), ("# '''\n[(", 2),
    ("a = [ }", 1), ("a = 1979-05-27 x", 1), ("a = 1979-05-27Tx", 1), ("a = 07:x", 1), ("a = [1979-05-27 x]", 1),
    ("a = 1\na = [\n1, }", 3), ("a = { b = [ } ]", 1), ("a = ]", 1), ("a = }", 1),
])
func aHeaderWithoutANameIsAProblem(_ text: String, _ line: Int?) {
    let problem = #expect(throws: TOMLProblem.self) { try TOMLDocument.table(text) }
    if let line { #expect(problem?.line == line) }
    #expect(problem?.reason.isEmpty == false)
}

@Test(arguments: [
    "[a]\nx = 1", "[[a]]\nx = '[('", "[ \"a\" ]", "a = '''\n[(\n'''", "a = [\n [1],\n [2]\n]",
    "a = \"\"\"\n[(\\\"\"\"\" # [(\n", "a = { b = 1 } # [(", "['a']", "\t[-1]", "a = '[('\n#[(\n", "",
])
func whatOnlyLooksLikeAHeaderIsNone(_ text: String) throws {
    _ = try TOMLDocument.table(text)
}

/// Damaged at every place, by every sign that means something: a table or a problem, never an end of the program.
@Test func damagedTextsAreReadOrRefused() {
    let whole = "a = [1, '2']\n[[b]]\nc = { d = \"e\\u00e9\" }\nf = '''g\n'''\n[h.\"i\"]\n1979 = -1.5e3\n"
    let bytes = Array(whole.utf8)
    for place in bytes.indices {
        for byte in Array("\u{0}\u{1B}\"'([{\\]}=.,#\n\r 0-".utf8) + [0xC3, 0xFF] {
            var damaged = bytes
            damaged[place] = byte
            _ = try? TOMLDocument.table(String(decoding: damaged, as: UTF8.self))
            damaged.insert(byte, at: place)
            _ = try? TOMLDocument.table(String(decoding: damaged, as: UTF8.self))
        }
        _ = try? TOMLDocument.table(String(decoding: bytes[..<place], as: UTF8.self))
    }
}

/// What is nested beyond all measure is refused, whatever it is made of.
@Test(arguments: ["[", "{a=", "a.", "[a.", "[[", "'''", "\"\"\"", "a=1\n[b.", "{"])
func nestingHasAnEnd(_ part: String) {
    #expect(throws: TOMLProblem.self) {
        try TOMLDocument.table("x = " + String(repeating: part, count: 60_000) + "\n")
    }
    #expect(throws: TOMLProblem.self) { try TOMLDocument.table(String(repeating: part, count: 60_000) + "(= 1\n") }
}
