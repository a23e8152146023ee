/// Why a text is no JSON, or more of it than is read.
package struct JSONProblem: Error, Equatable, CustomStringConvertible {
    /// Such as `expected ',' or '}'`.
    package var reason: String
    /// In bytes.
    package var offset: Int

    package var description: String { "\(reason) at byte \(offset)" }
}

/// What a JSON text may cost its reader.
package struct JSONLimits: Sendable {
    package var bytes: Int
    package var depth: Int
    package var values: Int

    package init(bytes: Int = 1024 * 1024, depth: Int = 32, values: Int = 1_000_000) {
        (self.bytes, self.depth, self.values) = (bytes, depth, values)
    }
}

extension JSONValue {
    /// Reads one JSON text (RFC 8259). A byte order mark is passed over; lone surrogates and bytes that are no UTF-8
    /// become U+FFFD; raw control characters within strings are taken as they are.
    package init(json bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONProblem) {
        guard bytes.count <= limits.bytes else {
            throw JSONProblem(reason: "longer than the \(limits.bytes) bytes that are read", offset: limits.bytes)
        }
        var reader = JSONReader(bytes: bytes, limits: limits)
        self = try reader.readText()
    }

    package init(json text: String, limits: JSONLimits = JSONLimits()) throws(JSONProblem) {
        try self.init(json: Array(text.utf8), limits: limits)
    }
}

private struct JSONReader {
    let bytes: [UInt8]
    let limits: JSONLimits
    var at = 0
    var values = 0

    init(bytes: [UInt8], limits: JSONLimits) { (self.bytes, self.limits) = (bytes, limits) }

    mutating func readText() throws(JSONProblem) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        skipBlanks()
        let value = try readValue(depth: 0)
        skipBlanks()
        guard at == bytes.count else { throw problem("expected nothing after the value") }
        return value
    }

    private mutating func readValue(depth: Int) throws(JSONProblem) -> JSONValue {
        guard at < bytes.count else { throw problem("the text ends where a value should stand") }
        values += 1
        guard values <= limits.values else { throw problem("more than \(limits.values) values") }
        switch bytes[at] {
        case UInt8(ascii: "{"): return try readObject(depth: depth + 1)
        case UInt8(ascii: "["): return try readArray(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "t"): return try readWord("true", .bool(true))
        case UInt8(ascii: "f"): return try readWord("false", .bool(false))
        case UInt8(ascii: "n"): return try readWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try readNumber()
        default: throw problem("expected a value")
        }
    }

    private mutating func readObject(depth: Int) throws(JSONProblem) -> JSONValue {
        try checkDepth(depth)
        var fields: [JSONObject.Field] = []
        at += 1
        skipBlanks()
        if take(UInt8(ascii: "}")) { return .object(JSONObject()) }
        while true {
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw problem("expected a field's name") }
            let name = try readString()
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw problem("expected ':'") }
            skipBlanks()
            fields.append(JSONObject.Field(name: name, value: try readValue(depth: depth)))
            skipBlanks()
            if take(UInt8(ascii: "}")) { return .object(JSONObject(read: fields)) }
            guard take(UInt8(ascii: ",")) else { throw problem("expected ',' or '}'") }
            skipBlanks()
        }
    }

    private mutating func readArray(depth: Int) throws(JSONProblem) -> JSONValue {
        try checkDepth(depth)
        var values: [JSONValue] = []
        at += 1
        skipBlanks()
        if take(UInt8(ascii: "]")) { return .array([]) }
        while true {
            values.append(try readValue(depth: depth))
            skipBlanks()
            if take(UInt8(ascii: "]")) { return .array(values) }
            guard take(UInt8(ascii: ",")) else { throw problem("expected ',' or ']'") }
            skipBlanks()
        }
    }

    private mutating func readWord(_ word: StaticString, _ value: JSONValue) throws(JSONProblem) -> JSONValue {
        let end = at + word.utf8CodeUnitCount
        guard end <= bytes.count, bytes[at..<end].elementsEqual("\(word)".utf8) else {
            throw problem("expected '\(word)'")
        }
        at = end
        return value
    }

    private mutating func readNumber() throws(JSONProblem) -> JSONValue {
        let start = at
        var isWhole = true
        _ = take(UInt8(ascii: "-"))
        let firstDigit = at
        guard skipDigits() else { throw problem("expected a digit") }
        guard bytes[firstDigit] != UInt8(ascii: "0") || at == firstDigit + 1 else {
            throw JSONProblem(reason: "a number must not begin with 0", offset: firstDigit)
        }
        if take(UInt8(ascii: ".")) {
            isWhole = false
            guard skipDigits() else { throw problem("expected a digit") }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard skipDigits() else { throw problem("expected a digit") }
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if isWhole, let value = Int(text) { return .integer(value) }
        // Beyond what a double holds there is no value: 1e400 is none.
        guard let value = Double(text), value.isFinite else {
            throw JSONProblem(reason: "a number too large", offset: start)
        }
        return .number(value)
    }

    private mutating func skipDigits() -> Bool {
        let start = at
        while at < bytes.count, bytes[at].isDigit { at += 1 }
        return at > start
    }

    // MARK: Strings

    private mutating func readString() throws(JSONProblem) -> String {
        at += 1
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\") { at += 1 }
        guard at < bytes.count else { throw problem("the text ends within a string") }
        if take(UInt8(ascii: "\"")) { return String(decoding: bytes[start..<at - 1], as: UTF8.self) }
        return try readEscapedString(from: start)
    }

    private mutating func readEscapedString(from start: Int) throws(JSONProblem) -> String {
        var plain = Array(bytes[start..<at])
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: plain, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") { try readEscape(into: &plain) } else { plain.append(byte) }
        }
        throw problem("the text ends within a string")
    }

    private mutating func readEscape(into plain: inout [UInt8]) throws(JSONProblem) {
        guard at < bytes.count else { throw problem("the text ends within a string") }
        let kind = bytes[at]
        at += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(kind)
        case UInt8(ascii: "b"): plain.append(0x08)
        case UInt8(ascii: "f"): plain.append(0x0C)
        case UInt8(ascii: "n"): plain.append(0x0A)
        case UInt8(ascii: "r"): plain.append(0x0D)
        case UInt8(ascii: "t"): plain.append(0x09)
        case UInt8(ascii: "u"): plain.append(contentsOf: String(try readUnicode()).utf8)
        default:
            at -= 1
            throw problem("unknown escape in a string")
        }
    }

    /// After `\u`: one scalar, from a pair of surrogates where two stand; U+FFFD for a lone one.
    private mutating func readUnicode() throws(JSONProblem) -> Unicode.Scalar {
        let first = try readHex()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
            bytes[at + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let before = at
        at += 2
        let second = try readHex()
        guard (0xDC00...0xDFFF).contains(second) else {
            at = before
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func readHex() throws(JSONProblem) -> UInt32 {
        guard at + 4 <= bytes.count else { throw problem("the text ends within a string") }
        var value: UInt32 = 0
        for byte in bytes[at..<at + 4] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 + UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 + UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 + UInt32(byte - UInt8(ascii: "A") + 10)
            default: throw problem("expected four hexadecimal digits")
            }
        }
        at += 4
        return value
    }

    // MARK: Tools

    private mutating func skipBlanks() {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    private func checkDepth(_ depth: Int) throws(JSONProblem) {
        guard depth <= limits.depth else { throw problem("nested deeper than \(limits.depth)") }
    }

    private func problem(_ reason: String) -> JSONProblem { JSONProblem(reason: reason, offset: at) }
}
