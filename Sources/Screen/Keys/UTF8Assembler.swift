/// Puts characters together from bytes that come one at a time. Bytes that belong to no character are dropped.
struct UTF8Assembler: Sendable {
    private var bytes: [UInt8] = []
    private var needed = 0

    mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        needed = 0
    }

    /// - Parameter byte: one of 0x20 or more.
    /// - Returns: the character that this byte completes.
    mutating func take(_ byte: UInt8) -> Unicode.Scalar? {
        if byte & 0xC0 == 0x80 {
            guard needed > 0 else { return nil }
            bytes.append(byte)
            guard bytes.count == needed else { return nil }
            defer { reset() }
            // The decoder also refuses overlong forms and surrogates.
            guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
            // C1 controls are no keys.
            return text.unicodeScalars.first.flatMap { $0.value < 0xA0 && $0.value >= 0x7F ? nil : $0 }
        }
        reset()
        switch byte {
        case 0x20..<0x7F: return Unicode.Scalar(byte)
        case 0xC2..<0xE0: needed = 2
        case 0xE0..<0xF0: needed = 3
        case 0xF0..<0xF5: needed = 4
        default: return nil
        }
        bytes.append(byte)
        return nil
    }
}
