import Runs

/// A text that must not be shown: printing, logging, reflecting or interpolating one gives eight stars.
package struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    package init(_ text: String) { self.text = text }

    /// Hands the text to the one place that needs it.
    package func reveal<Result>(_ body: (String) throws -> Result) rethrows -> Result { try body(text) }

    /// `other` with the secret, and the last part of an address that is one, replaced.
    package func masked(in other: String) -> String {
        var result = other
        for part in [text, key].compactMap(\.self) where part.utf8.count >= 6 {
            result = result.split(separator: part, omittingEmptySubsequences: false).joined(separator: SecretMask.mask)
        }
        return result
    }

    /// The part of an address after its last slash: whoever knows it can post.
    private var key: String? { text.split(separator: "/").last.map(String.init) }

    package var description: String { SecretMask.mask }
    package var debugDescription: String { SecretMask.mask }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
