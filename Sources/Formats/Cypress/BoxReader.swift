/// Reads a box of keys and values, joining the values that were wrapped.
///
///     ┌────────────────────────────────┐
///     │ Tests:        22               │
///     │ Spec Ran:     a-very-long-name │
///     │               .cy.ts           │
///     └────────────────────────────────┘
struct BoxReader: Sendable {
    enum Progress { case more, closed, abandoned }

    private(set) var values: [String: String] = [:]
    private var key = ""
    /// Where the value of the last key began, in bytes from the left edge; the rest of a wrapped value begins there too.
    private var valueStart = 0
    private var isOpen = false
    private var foreignLines = 0

    /// Lines of other programs that may stand in or before a box until it is given up.
    private static let foreignLimit = 40
    /// Bytes that a value may grow to.
    private static let valueLimit = 16 * 1024
    /// No box of the runner's has nearly as many.
    private static let keyLimit = 200

    mutating func take(_ line: CleanLine) -> Progress {
        switch BoxEdge(line) {
        case .top:
            self = BoxReader()
            isOpen = true
        case .bottom where isOpen:
            return .closed
        case .side(let cell) where isOpen:
            take(cell, of: line)
            if values.count > Self.keyLimit { return .abandoned }
        case .side, .bottom, .middle, nil:
            return takeForeign()
        }
        return .more
    }

    mutating func takeForeign() -> Progress {
        foreignLines += 1
        return foreignLines > Self.foreignLimit ? .abandoned : .more
    }

    private mutating func take(_ cell: Range<Int>, of line: CleanLine) {
        let text = line.bytes[cell]
        let first = line.skipBlanks(cell.lowerBound)
        if first <= cell.lowerBound + 1, let colon = text[first...].firstIndex(of: UInt8(ascii: ":")) {
            key = line.text(first..<colon)
            let start = min(line.skipBlanks(colon + 1), cell.upperBound)
            valueStart = start - cell.lowerBound
            values[key] = line.trimmedText(start..<cell.upperBound)
        } else if let value = values[key], value.utf8.count < Self.valueLimit {
            // A cell that lost its leading blanks begins earlier than it should.
            let start = min(cell.lowerBound + valueStart, first, cell.upperBound)
            values[key] = value + line.trimmedText(start..<cell.upperBound)
        }
    }
}

/// The edge of a box with which a line begins.
enum BoxEdge: Equatable {
    case top, middle, bottom
    /// The range of the line between its two edges; to its end where the right one is missing.
    case side(Range<Int>)

    init?(_ line: CleanLine) {
        let start = line.column
        guard start + 3 <= line.end, line.bytes[start] == 0xE2, line.bytes[start + 1] == 0x94 else { return nil }
        switch line.bytes[start + 2] {
        case 0x8C: self = .top
        case 0x9C: self = .middle
        case 0x94: self = .bottom
        case 0x82:
            let isClosed = line.end >= start + 6 && line.has("│", at: line.end - 3)
            self = .side(start + 3..<(isClosed ? line.end - 3 : line.end))
        default: return nil
        }
    }
}

extension String {
    func trimmingTrailingBlanks() -> String {
        guard utf8.last?.isBlankByte == true else { return self }
        guard let last = utf8.lastIndex(where: { !$0.isBlankByte }) else { return "" }
        return String(self[...last])
    }
}
