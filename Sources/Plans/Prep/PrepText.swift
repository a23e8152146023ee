import Runs

/// What the texts of a prep may hold. Each becomes one word of the script's arguments, so it must be a value and nothing
/// else, and the name that an operator reads must be the name that is meant.
package enum PrepText {
    static let maximumBytes = 255

    /// Why a text is refused as the name of a LUN, client or user; `nil` for a good one.
    ///
    /// All names that the reference knows are ASCII: any other letter can only be a look-alike of one of them.
    package static func objection(toName text: String) -> String? {
        if let reason = objection(to: text) { return reason }
        if let other = text.unicodeScalars.first(where: { !$0.isASCII }) {
            return "is '\(shown(text))': \(escaped(other)) is no ASCII character; "
                + "it may look like one, so type the name on a keyboard"
        }
        return nil
    }

    /// Why a text is refused as the name of a snapshot; other letters are allowed there, and always shown escaped.
    package static func objection(toSnapshot text: String) -> String? { objection(to: text) }

    /// Why a text is refused as the address of a host; `nil` for a good one.
    package static func objection(toAddress text: String) -> String? {
        if let reason = objection(toName: text) { return reason }
        guard text.utf8.allSatisfy({ $0.isLetterOrDigit || [0x2D, 0x2E, 0x3A].contains($0) }) else {
            return "is '\(shown(text))', which is no address: letters, digits and . - : are allowed"
        }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isRight = parts.count == 4 && parts.allSatisfy { part in UInt8(part).map { String($0) == part } ?? false }
        // 192.168.001.165 would be another text for a host that the pairing knows.
        return isRight ? nil : "is '\(text)', which is no IPv4 address such as 192.168.1.165"
    }

    /// A text as plans show it: everything but printable ASCII is escaped, such as `G<U+043E>ld`.
    package static func shown(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if (0x20...0x7E).contains(scalar.value) {
                result.unicodeScalars.append(scalar)
            } else {
                result += escaped(scalar)
            }
        }
        return result
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
    }

    private static func objection(to text: String) -> String? {
        guard !text.isEmpty else { return "is empty" }
        if text.hasPrefix("-") { return "is '\(shown(text))', which looks like an option" }
        if let bad = text.unicodeScalars.first(where: isInvisible) {
            return "is '\(shown(text))', which holds the invisible character \(escaped(bad))"
        }
        if text.hasPrefix(" ") || text.hasSuffix(" ") {
            return "is '\(shown(text))', which begins or ends with a blank"
        }
        guard text.utf8.count <= maximumBytes else {
            return "has \(text.utf8.count) bytes; at most \(maximumBytes) are allowed"
        }
        return nil
    }

    /// Controls, and everything that shows as nothing or as a blank without being one.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        if SafeText.isUnsafe(scalar) { return true }
        guard !scalar.isASCII else { return false }
        let properties = scalar.properties
        if properties.isWhitespace || properties.isDefaultIgnorableCodePoint { return true }
        switch properties.generalCategory {
        case .unassigned, .privateUse, .surrogate, .format, .control: return true
        default: return false
        }
    }
}
