extension PlainText {
    /// Whether bytes are so unlike text that reading them as a log makes no sense: more than one in twenty is a control
    /// that text does not hold, or no UTF-8.
    package static func looksBinary(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty else { return false }
        let controls = bytes.count { $0 < 0x20 && !(0x07...0x0D).contains($0) && $0 != escape }
        let broken = String(decoding: bytes, as: UTF8.self).unicodeScalars.count { $0 == "\u{FFFD}" }
        return (controls + broken) * 20 > bytes.count
    }
}
