/// The name of one prep, such as `20261120-140322-3f9a1c`: when it was started (UTC), and something to tell it from
/// another of that second. Safe in paths and unit names.
package struct PrepID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let text: String

    /// `nil` for a text of another form.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard text.utf8.count == 22, parts.map(\.count) == [8, 6, 6] else { return nil }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard parts[0].allSatisfy(digits.contains), parts[1].allSatisfy(digits.contains),
            parts[2].allSatisfy({ digits.contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) })
        else { return nil }
        self.text = text
    }

    /// - Parameter salt: its lowest 24 bits count.
    package init?(startedAt time: Timestamp, salt: UInt32) {
        let digits = String(time.rfc3339.filter { $0.isNumber }.prefix(14))
        let end = String(salt & 0xFF_FFFF, radix: 16)
        self.init(
            "\(digits.prefix(8))-\(digits.dropFirst(8))-" + String(repeating: "0", count: 6 - end.utf8.count) + end)
    }

    package var description: String { text }

    /// By the time of their start.
    package static func < (one: PrepID, other: PrepID) -> Bool { one.text < other.text }
}
