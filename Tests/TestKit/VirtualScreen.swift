package import Screen

/// What a terminal shows after the bytes that it was sent: as much of one as our programs use. Colours are ignored.
package struct VirtualScreen {
    private struct Place: Equatable {
        var text = " "
        /// 0 for the second half of a wide character.
        var width = 1
    }

    private enum State {
        case ground, escape, charset, string
        case csi(String)
    }

    package private(set) var size: Size
    /// The private modes that are on, such as 1049 for the second screen.
    package private(set) var modes: Set<Int> = [25]
    /// How often sequences came that this terminal does not know.
    package private(set) var unknown: [String] = []
    private var rows: [[Place]]
    private var keptRows: [[Place]]?
    private var (x, y) = (0, 0)
    private var kept = (x: 0, y: 0)
    private var margins: ClosedRange<Int>
    /// A character in the last column leaves the cursor there until the next comes.
    private var wrapsNext = false
    private var state = State.ground
    private var stringEscape = false
    private var utf8: [UInt8] = []

    package init(size: Size) {
        self.size = size
        rows = Self.blank(size)
        margins = 0...max(0, size.rows - 1)
    }

    /// The rows, without trailing blanks.
    package var lines: [String] {
        rows.map { row in
            var line = row.filter { $0.width > 0 }.map(\.text).joined()
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    package var cursor: Point { Point(x: x, y: y) }

    private static func blank(_ size: Size) -> [[Place]] {
        Array(repeating: Array(repeating: Place(), count: size.columns), count: size.rows)
    }

    package mutating func resize(_ size: Size) {
        rows = Self.resized(rows, size)
        keptRows = keptRows.map { Self.resized($0, size) }
        self.size = size
        margins = 0...max(0, size.rows - 1)
        moveTo(x: x, y: y)
    }

    private static func resized(_ rows: [[Place]], _ size: Size) -> [[Place]] {
        (0..<size.rows).map { y in
            (0..<size.columns).map { x in y < rows.count && x < rows[y].count ? rows[y][x] : Place() }
        }
    }

    package mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { take(byte) }
    }

    private mutating func take(_ byte: UInt8) {
        switch state {
        case .ground: takeText(byte)
        case .escape: takeEscape(byte)
        case .charset: state = .ground
        case .csi(let text):
            if (0x40...0x7E).contains(byte) {
                state = .ground
                run(text, final: Character(Unicode.Scalar(byte)))
            } else {
                state = .csi(text + String(Unicode.Scalar(byte)))
            }
        case .string:
            if byte == 7 || (stringEscape && byte == 0x5C) { state = .ground }
            stringEscape = byte == 0x1B
        }
    }

    private mutating func takeText(_ byte: UInt8) {
        switch byte {
        case 0x1B: state = .escape
        case 0x0D: moveTo(x: 0, y: y)
        case 0x0A: index()
        case 0x08: moveTo(x: x - 1, y: y)
        case 0x09: moveTo(x: (x / 8 + 1) * 8, y: y)
        case 0x00..<0x20: break
        default:
            utf8.append(byte)
            if let text = String(validating: utf8, as: UTF8.self) {
                utf8 = []
                put(text)
            } else if utf8.count > 3 {
                utf8 = []
                put("?")
            }
        }
    }

    private mutating func takeEscape(_ byte: UInt8) {
        state = .ground
        switch Character(Unicode.Scalar(byte)) {
        case "[": state = .csi("")
        case "]", "P", "^", "_": (state, stringEscape) = (.string, false)
        case "(", ")", "*", "+", "#": state = .charset
        case "7": kept = (x, y)
        case "8": moveTo(x: kept.x, y: kept.y)
        case "D": index()
        case "E": (x, _) = (0, index())
        case "M": reverseIndex()
        case "=", ">", "\\": break
        default: unknown.append("ESC \(Unicode.Scalar(byte))")
        }
    }

    private mutating func put(_ text: String) {
        let width = TextWidth.columns(text)
        guard width > 0 else {
            // A mark over the character before.
            let before = wrapsNext ? x : x - 1
            if before >= 0, rows.indices.contains(y) { rows[y][before].text += text }
            return
        }
        if wrapsNext || x + width > size.columns {
            x = 0
            index()
        }
        guard rows.indices.contains(y), x + width <= size.columns else { return }
        rows[y][x] = Place(text: text, width: width)
        if width == 2 { rows[y][x + 1] = Place(text: "", width: 0) }
        wrapsNext = x + width >= size.columns
        x = min(x + width, size.columns - 1)
    }

    private mutating func moveTo(x: Int, y: Int) {
        self.x = min(max(0, x), max(0, size.columns - 1))
        self.y = min(max(0, y), max(0, size.rows - 1))
        wrapsNext = false
    }

    private mutating func index() {
        wrapsNext = false
        if y == margins.upperBound { scrollUp(margins, 1) } else { moveTo(x: x, y: y + 1) }
    }

    private mutating func reverseIndex() {
        if y == margins.lowerBound { scrollDown(margins, 1) } else { moveTo(x: x, y: y - 1) }
    }

    private mutating func scrollUp(_ range: ClosedRange<Int>, _ count: Int) {
        for _ in 0..<min(count, range.count) where rows.indices.contains(range.upperBound) {
            rows.remove(at: range.lowerBound)
            rows.insert(Array(repeating: Place(), count: size.columns), at: range.upperBound)
        }
    }

    private mutating func scrollDown(_ range: ClosedRange<Int>, _ count: Int) {
        for _ in 0..<min(count, range.count) where rows.indices.contains(range.upperBound) {
            rows.remove(at: range.upperBound)
            rows.insert(Array(repeating: Place(), count: size.columns), at: range.lowerBound)
        }
    }

    private mutating func erase(_ columns: Range<Int>, row: Int) {
        for x in columns where rows.indices.contains(row) && rows[row].indices.contains(x) { rows[row][x] = Place() }
    }

    private mutating func setModes(_ numbers: [Int], on: Bool) {
        for number in numbers {
            if on { modes.insert(number) } else { modes.remove(number) }
            if number == 1049 || number == 47 || number == 1047 {
                if on {
                    keptRows = keptRows ?? rows
                    rows = Self.blank(size)
                } else if let before = keptRows {
                    rows = before
                    keptRows = nil
                }
            }
        }
    }

    private mutating func run(_ text: String, final: Character) {
        if text.first == "?" {
            let numbers = text.dropFirst().split(separator: ";").compactMap { Int($0) }
            if final == "h" || final == "l" { return setModes(numbers, on: final == "h") }
            // How the Linux console's cursor looks.
            if final == "c" { return }
        }
        guard text.allSatisfy({ $0.isNumber || $0 == ";" }) else { return unknown.append("CSI \(text)\(final)") }
        let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let first = numbers.first ?? 0
        let count = max(1, first)
        switch final {
        case "A": moveTo(x: x, y: y - count)
        case "B", "e": moveTo(x: x, y: y + count)
        case "C", "a": moveTo(x: x + count, y: y)
        case "D": moveTo(x: x - count, y: y)
        case "E": moveTo(x: 0, y: y + count)
        case "F": moveTo(x: 0, y: y - count)
        case "G", "`": moveTo(x: count - 1, y: y)
        case "d": moveTo(x: x, y: count - 1)
        case "H", "f": moveTo(x: max(1, numbers.count > 1 ? numbers[1] : 1) - 1, y: count - 1)
        case "J": eraseDisplay(first)
        case "K": erase(first == 0 ? x..<size.columns : first == 1 ? 0..<x + 1 : 0..<size.columns, row: y)
        case "X": erase(x..<x + count, row: y)
        case "@": shift(by: count)
        case "P": shift(by: -count)
        case "L": if margins.contains(y) { scrollDown(y...margins.upperBound, count) }
        case "M": if margins.contains(y) { scrollUp(y...margins.upperBound, count) }
        case "S": scrollUp(margins, count)
        case "T": scrollDown(margins, count)
        case "r": setMargins(numbers)
        case "m", "t", "n", "c", "h", "l": break
        default: unknown.append("CSI \(text)\(final)")
        }
    }

    private mutating func eraseDisplay(_ kind: Int) {
        if kind == 0 { erase(x..<size.columns, row: y) }
        if kind == 1 { erase(0..<x + 1, row: y) }
        let whole = kind == 0 ? y + 1..<max(y + 1, size.rows) : kind == 1 ? 0..<y : 0..<size.rows
        for row in whole { erase(0..<size.columns, row: row) }
    }

    private mutating func shift(by count: Int) {
        guard rows.indices.contains(y) else { return }
        let moved = min(abs(count), size.columns - x)
        let blanks = Array(repeating: Place(), count: moved)
        if count > 0 {
            rows[y].insert(contentsOf: blanks, at: x)
            rows[y].removeLast(moved)
        } else {
            rows[y].removeSubrange(x..<x + moved)
            rows[y] += blanks
        }
    }

    private mutating func setMargins(_ numbers: [Int]) {
        let top = max(1, numbers.first ?? 1) - 1
        let bottom = (numbers.count > 1 && numbers[1] > 0 ? numbers[1] : size.rows) - 1
        margins = top < bottom && bottom < size.rows ? top...bottom : 0...max(0, size.rows - 1)
        moveTo(x: 0, y: 0)
    }
}
