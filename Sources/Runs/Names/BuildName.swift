/// The name under which an operator asked for a run, such as `e2e-redhat9.6-w2k25-fc`.
///
/// Paths and unit names are made from it. A value of this type is safe in both: 1 to 200 of `A-Z a-z 0-9 . _ + -`,
/// a letter or digit first, no `..`, not ending in `.launch`, and short enough for a unit name (contract, section 2).
package struct BuildName: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) throws(BuildNameError) {
        guard let first = text.utf8.first else { throw .empty }
        if let bad = text.unicodeScalars.first(where: { !$0.belongsInBuildName }) {
            throw .badCharacter(bad, in: text)
        }
        guard text.utf8.count <= Self.maximumBytes else { throw .tooLong(bytes: text.utf8.count) }
        guard first.isLetterOrDigit else { throw .badStart(text) }
        guard !text.utf8.containsPair(of: UInt8(ascii: ".")) else { throw .parentReference(text) }
        guard !text.hasSuffix(".launch") else { throw .launchLog(text) }
        let unit = Self.longestUnitBytes(escaping: text)
        guard unit <= Self.maximumUnitBytes else { throw .unitNameTooLong(text, bytes: unit) }
        self.text = text
    }

    package var description: String { text }

    package static func < (one: BuildName, other: BuildName) -> Bool { one.text < other.text }

    static let maximumBytes = 200
    /// systemd's limit for a unit name, suffix included.
    static let maximumUnitBytes = 255

    /// The bytes of the longer of the two unit names of a build: everything but letters, digits, `_` and `.` takes four.
    private static func longestUnitBytes(escaping text: String) -> Int {
        let escaped = text.utf8.reduce(0) { total, byte in
            total + (byte.isLetterOrDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") ? 1 : 4)
        }
        return "atvm-run-watcher@".utf8.count + escaped + ".service".utf8.count
    }
}

/// Why a text is no build name.
package enum BuildNameError: Error, Equatable {
    case empty
    case tooLong(bytes: Int)
    case badStart(String)
    case badCharacter(Unicode.Scalar, in: String)
    case parentReference(String)
    case launchLog(String)
    case unitNameTooLong(String, bytes: Int)
}

extension BuildNameError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "the build name is empty"
        case .tooLong(let bytes): "the build name has \(bytes) bytes; at most \(BuildName.maximumBytes) are allowed"
        case .badStart(let text): "build name '\(text)' must begin with a letter or a digit"
        case .badCharacter(let character, let text):
            "build name '\(SafeText.visible(text))' has '\(SafeText.visible(String(character)))'; "
                + "allowed are letters, digits and . _ + -"
        case .parentReference(let text): "build name '\(text)' must not hold '..'"
        case .launchLog(let text):
            "build name '\(text)' must not end in '.launch': its log would be another build's launch log"
        case .unitNameTooLong(let text, let bytes):
            "build name '\(text)' makes a unit name of \(bytes) bytes; systemd allows \(BuildName.maximumUnitBytes) "
                + "('-' and '+' count four each)"
        }
    }
}

extension UInt8 {
    /// An ASCII letter or digit.
    package var isLetterOrDigit: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }
}

extension Unicode.Scalar {
    fileprivate var belongsInBuildName: Bool {
        guard isASCII, let byte = UInt8(exactly: value) else { return false }
        return byte.isLetterOrDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
    }
}

extension String.UTF8View {
    fileprivate func containsPair(of byte: UInt8) -> Bool {
        zip(self, self.dropFirst()).contains { $0 == byte && $1 == byte }
    }
}
