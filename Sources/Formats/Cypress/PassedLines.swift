/// Lines of a log that begin like nothing of the runner's and were passed over many bytes at a time: most lines of most logs.
/// Reading them one by one would come to the same.
package struct PassedLines: Equatable, Sendable {
    /// Where the first line begins that was not passed over.
    package var next: Int
    package var count = 0
    /// Bit n: one of them began at column n.
    package var columns: UInt64 = 0

    package init(next: Int, count: Int = 0, columns: UInt64 = 0) {
        (self.next, self.count, self.columns) = (next, count, columns)
    }

    /// Passes over whole lines of a chunk, from the beginning of one up to the first that begins at `limit` or later, or that
    /// does not begin, behind at most 63 blanks, as `plainBytes` says, or that holds a carriage return but right
    /// before its end.
    package typealias Pass = (_ chunk: RawSpan, _ start: Int, _ limit: Int) -> PassedLines

    /// How texts begin that are nothing of the runner's whatever follows: 1 for a first byte that says so at once; 2 for digits,
    /// which say so where no byte with 4 stands behind them.
    package static let plainBytes: [UInt8] = (UInt8.min...UInt8.max).map { byte in
        switch byte {
        case UInt8(ascii: ")"): 1 | 4
        case 0x09...0x0D, 0x1B, 0x20: 4
        case 0xE2, 0xF0, UInt8(ascii: "("), UInt8(ascii: "-"), UInt8(ascii: "="): 0
        case UInt8(ascii: "0")...UInt8(ascii: "9"): 2
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): "ACDEFORTWY".utf8.contains(byte) ? 0 : 1
        default: 1
        }
    }

    /// Passes over nothing.
    package static let none: @Sendable (RawSpan, Int, Int) -> PassedLines = { _, start, _ in PassedLines(next: start) }
}
