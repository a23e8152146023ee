import Runs
import TOMLKit

/// Reads a TOML text that anybody may have written.
enum TOMLDocument {
    /// - Throws: what is wrong, and in which line.
    static func table(_ text: String) throws(TOMLProblem) -> TOMLTable {
        // The parser would end the whole program there.
        if let fault = TOMLShape.fault(in: Array(text.utf8)) { throw fault }
        do {
            return try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw TOMLProblem(line: Int(error.source.begin.line), reason: SafeText.firstLine(of: error.description))
        } catch {
            throw TOMLProblem(line: nil, reason: "cannot be understood")
        }
    }
}

/// Why a text is no TOML.
struct TOMLProblem: Error, Equatable {
    let line: Int?
    /// One line, safe to show.
    let reason: String

    /// `/etc/x.toml:3: …`
    func text(of file: String) -> String {
        SafeText.visible(file) + (line.map { ":\($0)" } ?? "") + ": " + reason
    }
}

/// What the parser takes for granted of a text: a header of a table begins with a name, brackets close what was opened,
/// dates are whole. Texts in quotes and comments are passed over.
private struct TOMLShape {
    private let text: [UInt8]
    private var at = 0
    /// The brackets that are open, by what closes them.
    private var open: [UInt8] = []
    private var dots = 0
    /// Nothing that a person wrote goes deeper; each level is one more call of the parser.
    private static let depthLimit = 64

    private init(_ text: [UInt8]) { self.text = text }

    /// The first thing that is wrong. Where a text is no TOML in another way, the parser says so itself.
    static func fault(in text: [UInt8]) -> TOMLProblem? {
        var shape = TOMLShape(text)
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { shape.at = 3 }
        while shape.at < text.count {
            shape.skipBlanks()
            if shape.byte == UInt8(ascii: "["), !shape.beginsWithName() {
                return shape.problem("what follows '[' at the beginning of a table must be its name")
            }
            if let reason = shape.passStatement() { return shape.problem(reason) }
        }
        return nil
    }

    private func problem(_ reason: String) -> TOMLProblem {
        TOMLProblem(line: text[..<min(at, text.count)].count { $0 == 0x0A } + 1, reason: reason)
    }

    private var byte: UInt8? { at < text.count ? text[at] : nil }

    private mutating func skipBlanks() { while byte == 0x20 || byte == 0x09 { at += 1 } }

    private func beginsWithName() -> Bool {
        var shape = self
        shape.at += 1
        if shape.byte == UInt8(ascii: "[") { shape.at += 1 }
        shape.skipBlanks()
        guard let next = shape.byte else { return true }
        switch UnicodeScalar(next) {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "\"", "'", "]": return true
        default: return false
        }
    }

    /// Goes past a header, or a key with its value.
    /// - Returns: what is wrong with it.
    private mutating func passStatement() -> String? {
        (open, dots) = ([], 0)
        let isHeader = byte == UInt8(ascii: "[")
        while let next = byte {
            switch UnicodeScalar(next) {
            case "#": while byte != nil, byte != 0x0A { at += 1 }
            case "\"", "'": skipQuoted(next)
            default:
                if let reason = pass(next) { return reason }
                at += 1
                if next == 0x0A, open.isEmpty || isHeader { return nil }
            }
        }
        return nil
    }

    private mutating func pass(_ next: UInt8) -> String? {
        switch UnicodeScalar(next) {
        case "[", "{":
            open.append(next == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: "}"))
            if open.count > Self.depthLimit { return "more than \(Self.depthLimit) brackets stand in each other" }
        case "]", "}": if open.popLast() != next { return "a bracket closes what was not opened" }
        case ".":
            dots += 1
            if dots > Self.depthLimit { return "a name has more than \(Self.depthLimit) parts" }
        case "=", ",", "\n": dots = 0
        // Nothing here is set to a date or a time, and the parser takes for granted that they are whole.
        case ":": return "a time is no value of anything here; put texts in quotes"
        case "0"..."9": if isDate { return "a date is no value of anything here; put texts in quotes" }
        default: break
        }
        return nil
    }

    /// Whether a word begins here with the year of a date.
    private var isDate: Bool {
        func isDigit(_ index: Int) -> Bool { index < text.count && (0x30...0x39).contains(text[index]) }
        guard (at..<at + 4).allSatisfy(isDigit), at + 4 < text.count, text[at + 4] == UInt8(ascii: "-") else {
            return false
        }
        return at == 0 || " \t=[,".utf8.contains(text[at - 1])
    }

    private mutating func skipQuoted(_ quote: UInt8) {
        let isLong = at + 2 < text.count && text[at + 1] == quote && text[at + 2] == quote
        at += isLong ? 3 : 1
        while let next = byte {
            if next == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                at += 2
            } else if next == quote, !isLong {
                at += 1
                return
            } else if next == quote, at + 2 < text.count, text[at + 1] == quote, text[at + 2] == quote {
                at += 3
                // Up to two quotes may stand before those that end it.
                while byte == quote { at += 1 }
                return
            } else if next == 0x0A, !isLong {
                return
            } else {
                at += 1
            }
        }
    }
}
