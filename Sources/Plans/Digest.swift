internal import Crypto

/// The SHA-256 of some bytes.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    package let text: String

    package init(of bytes: [UInt8]) {
        text = SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count < 2 ? "0" + digits : digits
        }.joined()
    }

    /// A digest as it was written down.
    package init(text: String) { self.text = text }

    package var description: String { text }
}
