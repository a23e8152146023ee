import Glibc
import Testing

@testable import Runs

/// Named classes, and a pattern that says that case does not count.
@Suite struct PatternClassTests {
    private static let names: [(String, @Sendable (Int32) -> Int32)] = [
        ("alpha", isalpha), ("digit", isdigit), ("alnum", isalnum), ("upper", isupper), ("lower", islower),
        ("space", isspace), ("blank", isblank), ("punct", ispunct), ("xdigit", isxdigit), ("cntrl", iscntrl),
        ("print", isprint), ("graph", isgraph),
    ]

    private static func matches(_ text: String, _ line: [UInt8]) throws -> Bool {
        switch try SearchPattern(LogPattern(text, isRegex: true)) {
        case .text(let text, let ignoresCase):
            let line = ignoresCase ? FoldedLine(String(decoding: line, as: UTF8.self)).bytes : line
            return line.indices.contains { line[$0...].starts(with: text) }
        case .program(let program):
            var walk = PatternWalk(program)
            return line.withUnsafeBytes { walk.matches($0) }
        }
    }

    /// They hold what the C library says; the line feed stands in no line.
    @Test func namesMeanWhatTheyMeanElsewhere() throws {
        for (name, holds) in Self.names {
            for byte in UInt8(0)...0x7F where byte != 0x0A {
                let isIn = holds(Int32(byte)) != 0
                #expect(try Self.matches("^[[:\(name):]]$", [byte]) == isIn, "\(name) \(byte)")
                #expect(try Self.matches("^[^[:\(name):]]$", [byte]) == !isIn, "not \(name) \(byte)")
            }
        }
    }

    @Test(arguments: [
        ("[[:digit:]]+ ms", "took 120 ms", true), ("[[:digit:]]+ ms", "took ms", false),
        ("^[^[:space:]]+$", "größe", true), ("^[^[:space:]]+$", "a b", false), ("[[:alpha:]_-]+=", "x_y-z=1", true),
        ("^[a[:digit:]z]+$", "a1z2", true), ("^[a[:digit:]z]+$", "b", false), ("[[:word:]]", "-", false),
        ("[[:upper:]]rror", "Error", true), ("[[:upper:]]rror", "error", false), ("[[:lower:]]rror", "Error", false),
        ("(?i)[[:upper:]]rror", "error", true), ("(?i)ERROR", "an error", true), ("ERROR", "an error", false),
        ("(?i)Größe", "GRÖßE", true), ("(?i)^(Warn|ERR)", "err: x", true), ("(?i)", "", true), ("[:a]+", "x:", true),
        ("^[+-[:digit:]]$", "7", true), ("^[+-[:digit:]]$", "-", true), ("[+-[:digit:]]", "A]", false),
        ("^[a-[:digit:]]+$", "a-1", true), ("^[+-[]+$", "A[", true), ("[[a]+", "[", true), ("[a:]", ":", true),
        (#"(?i)\d+ OF"#, "1 of 2", true),
    ])
    func fits(_ text: String, _ line: String, _ isHit: Bool) throws {
        #expect(try Self.matches(text, Array(line.utf8)) == isHit)
    }

    /// A plain text is taken as it is typed.
    @Test func plainTextHasNoOptions() throws {
        #expect(try SearchPattern(LogPattern("(?i)A")) == .text(Array("(?i)A".utf8), ignoresCase: false))
    }
}
