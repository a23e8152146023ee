/// Gives titles that come again and again one storage: all hosts of a run go through the same steps.
struct SharedTitles: Sendable {
    /// Each title stands where its hash points; another one with the same place replaces it.
    private var slots: [String] = []

    private static let slotCount = 1024

    /// The text of a part of a line.
    mutating func text(of line: CleanLine, _ range: Range<Int>) -> String {
        let bytes = line.bytes[range]
        if slots.isEmpty { slots = Array(repeating: "", count: Self.slotCount) }
        var hash = 0
        for byte in bytes { hash = hash &* 31 &+ Int(byte) }
        let place = hash & (Self.slotCount - 1)
        if Self.isEqual(slots[place], bytes) { return slots[place] }
        let text = line.text(range)
        slots[place] = text
        return text
    }

    private static func isEqual(_ text: String, _ bytes: ArraySlice<UInt8>) -> Bool {
        guard text.utf8.count == bytes.count else { return false }
        // Memory is compared much faster than two sequences are.
        return text.utf8.withContiguousStorageIfAvailable { one in
            bytes.withUnsafeBufferPointer { other in one.indices.allSatisfy { one[$0] == other[$0] } }
        } ?? text.utf8.elementsEqual(bytes)
    }
}
