import Runs

/// How a secret stands in the output of a script: as it is, or written down by what the script uses.
enum SecretForms {
    static func all(of secret: String) -> [String] {
        [secret] + python(secret) + addresses(secret) + json(secret) + xml(secret)
    }

    /// What `repr` makes of it.
    private static func python(_ secret: String) -> [String] {
        [replaced(secret, ["\\": "\\\\", "'": "\\'"]), replaced(secret, ["\\": "\\\\"])]
    }

    /// Percent signs, as `quote`, `quote_plus`, `urlencode` and others write them.
    private static func addresses(_ secret: String) -> [String] {
        ["", "-._~", "-._~/"].flatMap { kept in
            ["0123456789ABCDEF", "0123456789abcdef"].flatMap { digits in
                ["%20", "+"].map { blank in address(secret, keeping: Set(kept.utf8), Array(digits), blank) }
            }
        }
    }

    private static func address(
        _ secret: String, keeping kept: Set<UInt8>, _ hex: [Character], _ blank: String
    ) -> String {
        secret.utf8.map { byte in
            if byte == UInt8(ascii: " ") { return blank }
            if byte.isLetterOrDigit || kept.contains(byte) { return String(UnicodeScalar(byte)) }
            return "%\(hex[Int(byte >> 4)])\(hex[Int(byte & 15)])"
        }.joined()
    }

    /// With and without other letters than those of ASCII.
    private static func json(_ secret: String) -> [String] {
        let escaped = replaced(secret, ["\"": "\\\"", "\\": "\\\\"])
        let ascii = escaped.utf16.map { unit in
            guard unit > 0x7E else { return String(UnicodeScalar(UInt8(unit))) }
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        return [escaped, ascii.joined(), replaced(escaped, ["/": "\\/"])]
    }

    /// As the text of an element, in an attribute, and as Python's `html.escape` does.
    private static func xml(_ secret: String) -> [String] {
        let text: [UnicodeScalar: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;"]
        let quote = text.merging(["\"": "&quot;"]) { $1 }
        return [text, quote, quote.merging(["'": "&#x27;"]) { $1 }, quote.merging(["'": "&apos;"]) { $1 }]
            .map { replaced(secret, $0) }
    }

    private static func replaced(_ text: String, _ forms: [UnicodeScalar: String]) -> String {
        text.unicodeScalars.map { forms[$0] ?? String($0) }.joined()
    }
}
