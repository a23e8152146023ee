import Formats
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        ("0", JSONValue.integer(0)), ("-0", .integer(0)), ("-12", .integer(-12)),
        ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
        ("1.5", .number(1.5)), ("1e3", .number(1000)), ("-2.5E-1", .number(-0.25)), ("1e-400", .number(0)),
        (" true ", .bool(true)), ("false", .bool(false)), ("null", .null), ("\u{FEFF}[]", .array([])),
        ("\t{ \"a\" :\r\n[ ] }", .object(["a": .array([])])), (#""""#, .string("")),
        (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")), (#""\u00e9\u2713""#, .string("é✓")),
        (#""\uD83C\uDFA5 x""#, .string("🎥 x")), (#""\ud83c""#, .string("\u{FFFD}")),
        (#""\udfa5\ud83c""#, .string("\u{FFFD}\u{FFFD}")), (#""\ud83cA""#, .string("\u{FFFD}A")),
        (#""\ud83c\u0041""#, .string("\u{FFFD}A")), ("\"a\tb\u{1}\"", .string("a\tb\u{1}")),
        (#"{"a":1,"b":2,"a":3}"#, .object(["a": .integer(3), "b": .integer(2)])),
    ])
    func reads(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONValue(json: text) == value)
    }

    @Test(arguments: [
        ("", 0), ("  ", 2), ("[1,]", 3), ("[1 2]", 3), ("{\"a\"}", 4), ("{\"a\":1,}", 7), ("{a:1}", 1), ("01", 0),
        ("-", 1), ("1.", 2), ("1e", 2), ("1e400", 0), (".5", 0), ("+1", 0), ("NaN", 0), ("tru", 0), ("truely", 4),
        ("[] []", 3), ("{} x", 3), ("\"a", 2), ("\"\\x\"", 2), ("\"\\u12G4\"", 3), ("\"\\u12", 3), ("'a'", 0),
        ("[", 1), ("{", 1), ("\u{0}", 0),
    ])
    func refuses(_ text: String, _ offset: Int) {
        let problem = #expect(throws: JSONProblem.self) { try JSONValue(json: text) }
        #expect(problem?.offset == offset, "\(text): \(problem?.description ?? "")")
    }

    @Test func bytesThatAreNoTextAreReplaced() throws {
        #expect(try JSONValue(json: [0x22, 0x61, 0xFF, 0x22]) == .string("a\u{FFFD}"))
    }

    @Test func costsAreLimited() throws {
        let nested = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        #expect(try JSONValue(json: nested).array?.count == 1)
        #expect(throws: JSONProblem.self) { try JSONValue(json: "[\(nested)]") }
        #expect(throws: JSONProblem.self) {
            try JSONValue(json: String(repeating: "[", count: 200_000), limits: JSONLimits(depth: 32))
        }
        #expect(try JSONValue(json: "[1,2]", limits: JSONLimits(bytes: 5)).array?.count == 2)
        #expect(throws: JSONProblem.self) { try JSONValue(json: "[1,22]", limits: JSONLimits(bytes: 5)) }
        #expect(throws: JSONProblem.self) { try JSONValue(json: "[1,2,3]", limits: JSONLimits(values: 3)) }
    }

    /// More than sixteen fields are joined in another way than few.
    @Test func theLastOfManyEqualNamesCounts() throws {
        let fields = (0..<40).map { "\"f\($0 % 20)\":\($0)" }.joined(separator: ",")
        let object = try #require(try JSONValue(json: "{\(fields)}").object)
        #expect(object.fields.map(\.name) == (0..<20).map { "f\($0)" })
        #expect(object.fields.map(\.value) == (20..<40).map { .integer($0) })
    }

    @Test(arguments: [
        JSONValue.null, .bool(false), .integer(.min), .number(-0.1), .number(1e300),
        .string("\"\\\n\u{7F}\u{85}\u{2028}🎥"),
        .array([]), .object(JSONObject()),
        .object(["z": .array([.integer(1), .object(["": .null])]), "a": .string("\0\u{1B}[31m")]),
    ])
    func whatIsWrittenReadsTheSame(_ value: JSONValue) throws {
        #expect(try JSONValue(json: value.compactText) == value)
        #expect(try JSONValue(json: value.prettyText) == value)
        // Nothing in it can act on a terminal or end a line.
        #expect(!value.compactText.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
    }

    @Test func whatIsNoNumberIsNull() {
        #expect(JSONValue.array([.number(.nan), .number(.infinity)]).compactText == "[null,null]")
    }

    @Test func viewsAreLenient() {
        #expect(JSONValue.number(3).integer == 3)
        #expect(JSONValue.number(3.5).integer == nil)
        #expect(JSONValue.string("3").integer == nil)
        #expect(JSONValue.array([])["a"] == nil)
    }
}
