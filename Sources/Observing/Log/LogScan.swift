import CPosix
import Glibc

/// Goes through a log for the lines that a query wants, and skips what is known to hold none. Confined to one thread.
final class LogScan {
    let text: LogText
    private let query: LineQuery
    private let counts: BlockCounts
    private let slice: LogSlice
    /// How many bytes have been looked through.
    private(set) var scanned = 0
    /// Told after each slice.
    var progress: (() -> Void)?
    /// The file has become shorter while it was read: what is known of it counts no more.
    private(set) var wasCut = false

    init(_ text: LogText, _ query: LineQuery, _ counts: BlockCounts, _ slice: LogSlice) {
        (self.text, self.query, self.counts, self.slice) = (text, query, counts, slice)
    }

    /// Nobody wants it any more.
    var isAbandoned: Bool { query.gate.isClosed }

    // MARK: Forward

    /// Where the next wanted lines begin, at or after the beginning of a line; at most so many.
    func lines(from start: Int, count: Int) -> [Int] {
        var found: [Int] = []
        guard count > 0 else { return found }
        walk(from: start) { offset in
            found.append(offset)
            return found.count < count
        }
        return found
    }

    /// The wanted line that is so many wanted lines after the first one at or after an offset; the last one where there are
    /// fewer, and the offset itself where there is none.
    func line(_ steps: Int, after start: Int) -> Int {
        var left = steps
        var last = start
        var hasSkipped = false
        let skip = { (count: Int) in
            // The line that is looked for begins behind them.
            guard left >= count else { return false }
            left -= count
            hasSkipped = true
            return true
        }
        walk(from: start, skipping: skip) { offset in
            (last, hasSkipped) = (offset, false)
            left -= 1
            return left >= 0
        }
        return hasSkipped ? back(1, before: text.upper) ?? start : last
    }

    /// Whether nothing wanted begins at or after an offset, if a few blocks tell.
    func isEmpty(from start: Int) -> Bool {
        var position = start
        var budget = 4
        while position < text.upper {
            let block = block(of: position)
            if counts[block] == 0 {
                position = firstLine(of: counts.firstNotEmpty(from: block))
                continue
            }
            budget -= 1
            guard budget >= 0 else { return false }
            let (next, isEmpty) = scan(from: position, to: end(of: block)) { _ in false }
            guard isEmpty, next > position else { return false }
            position = next
        }
        return !isAbandoned
    }

    /// - Parameters:
    ///   - skipping: asked whether so many wanted lines of a whole block may be passed over.
    ///   - body: gets where each line begins, and says whether to go on.
    private func walk(from start: Int, skipping: (Int) -> Bool = { _ in false }, _ body: (Int) -> Bool) {
        var position = start
        var isWhole = position == text.lower
        while position < text.upper, query.gate.isOpen() {
            let block = block(of: position)
            if let known = counts[block], known == 0 || isWhole && skipping(known) {
                position = firstLine(of: known == 0 ? counts.firstNotEmpty(from: block) : block + 1)
                isWhole = true
                continue
            }
            var count = 0
            let (next, goesOn) = scan(from: position, to: end(of: block)) { offset in
                count += 1
                return body(offset)
            }
            guard goesOn, next > position else { return }
            if isWhole, isSettled(next, block) { counts[block] = count }
            position = next
            isWhole = true
        }
    }

    // MARK: Backward

    /// How far is looked for the beginning of a long line that only fills a screen.
    private static let reach = 128 << 20

    /// Where the line begins that is the so many-th wanted one before an offset; the first one where there are fewer, `nil`
    /// where there is none.
    func back(_ steps: Int, before end: Int) -> Int? {
        guard steps > 0, end > text.lower else { return nil }
        if query.isEmpty, let near = text.start(ofLast: steps, before: end) { return near }
        var left = steps
        var first: Int?
        var hasSkipped = false
        var candidate = block(of: end - 1)
        while candidate >= 0, let block = counts.lastNotEmpty(upTo: candidate), query.gate.isOpen() {
            candidate = block - 1
            let isWhole = end >= self.end(of: block)
            if isWhole, let known = counts[block], known < left {
                left -= known
                hasSkipped = true
                continue
            }
            let (begin, limit) = (firstLine(of: block), min(end, self.end(of: block)))
            guard begin < limit else {
                // One long line goes through all of the block: on to where it begins.
                let place = text.lower + block * counts.stride
                // Where that is very far, the lines behind it are enough for a screen.
                if query.isEmpty, first != nil, !text.hasStart(of: place, within: Self.reach) { return first }
                let start = text.lineStart(of: place)
                candidate = min(candidate, self.block(of: start))
                continue
            }
            let (count, lowest) = self.count(from: begin, to: limit, of: block, isWhole: isWhole)
            guard !isAbandoned else { return nil }
            if count >= left { return nth(count - left, from: begin, to: limit) }
            left -= count
            if let lowest { (first, hasSkipped) = (lowest, false) }
        }
        guard !isAbandoned else { return nil }
        // Of the first ones only the number was known.
        return hasSkipped ? lines(from: text.lower, count: 1).first : first
    }

    private func count(from start: Int, to limit: Int, of block: Int, isWhole: Bool) -> (count: Int, first: Int?) {
        var count = 0
        var first: Int?
        var next = start
        if query.isEmpty {
            (count, next) = countAll(from: start, to: limit)
            first = count > 0 ? start : nil
        } else {
            (next, _) = scan(from: start, to: limit) { offset in
                if first == nil { first = offset }
                count += 1
                return true
            }
        }
        if isWhole, isSettled(next, block) { counts[block] = count }
        return (count, first)
    }

    /// Every line counts: none is looked at by itself.
    private func countAll(from start: Int, to limit: Int) -> (count: Int, next: Int) {
        var (count, position) = (0, start)
        while position < min(limit, text.upper), query.gate.isOpen() {
            guard slice.fill(text, from: position, limit: limit) else {
                wasCut = true
                return (count, text.upper)
            }
            if slice.isLong {
                count += 1
                (position, isEnded) = text.lineEnd(from: position)
            } else {
                count += query.count(in: slice.bytes)
                (position, isEnded) = (slice.next, slice.isEnded)
            }
            progress?()
        }
        return (count, position)
    }

    private func nth(_ index: Int, from start: Int, to limit: Int) -> Int? {
        var left = index
        var found: Int?
        _ = scan(from: start, to: limit) { offset in
            found = offset
            left -= 1
            return left >= 0
        }
        return found
    }

    // MARK: Blocks

    var blockCount: Int { (text.upper - text.lower + counts.stride - 1) / counts.stride }

    func block(of offset: Int) -> Int { (offset - text.lower) / counts.stride }

    func end(of block: Int) -> Int { min(text.upper, text.lower + (block + 1) * counts.stride) }

    /// How many wanted lines begin in a block; `nil` when it was given up.
    func count(of block: Int) -> Int? {
        if let known = counts[block] { return known }
        let begin = firstLine(of: block)
        guard begin < end(of: block) else { return 0 }
        let count = count(from: begin, to: end(of: block), of: block, isWhole: true).count
        return isAbandoned ? nil : count
    }

    /// How many wanted lines of its block stand before a line, if that one is wanted itself.
    func rank(of line: Int) -> Int? {
        var (rank, isWanted) = (0, false)
        _ = scan(from: firstLine(of: block(of: line)), to: line + 1) { offset in
            if offset == line { isWanted = true } else { rank += 1 }
            return true
        }
        return isWanted && !isAbandoned ? rank : nil
    }

    /// How many wanted lines of its block begin before a place; `nil` when it was given up.
    func count(before place: Int) -> Int? {
        var count = 0
        _ = scan(from: firstLine(of: block(of: place)), to: place) { _ in
            count += 1
            return true
        }
        return isAbandoned ? nil : count
    }

    private func firstLine(of block: Int) -> Int {
        text.firstLine(notBefore: text.lower + block * counts.stride)
    }

    /// Whether the lines of a block stay as they are when the log grows.
    private func isSettled(_ next: Int, _ block: Int) -> Bool {
        // A piece of a line that still grows: what lies across its end is found in it, once it is there.
        let mayGrow = text.isOpenedLine && !text.isEndedLine && next + max(1, text.context) > text.upper
        return next >= text.lower + (block + 1) * counts.stride && (next < text.upper || isEnded) && !mayGrow && !wasCut
            && !isAbandoned
    }

    /// Goes through the lines that begin within a range, slice by slice.
    /// - Returns: where the line after the last one begins, and whether the body wanted to go on.
    private func scan(from start: Int, to limit: Int, _ body: (Int) -> Bool) -> (next: Int, goesOn: Bool) {
        var position = start
        while position < min(limit, text.upper) {
            guard query.gate.isOpen() else { return (position, false) }
            guard slice.fill(text, from: position, limit: limit) else {
                wasCut = true
                return (text.upper, true)
            }
            if slice.isLong {
                guard takeLong(at: position, body) else { return (position, false) }
                position = longEnd
            } else {
                query.begin(slice.pieces)
                isEnded = slice.isEnded
                var at = 0
                while let line = query.next(in: slice.bytes, from: at) {
                    guard body(slice.offset(ofLineAt: line.lowerBound)) else { return (position, false) }
                    at = line.upperBound
                }
                scanned += slice.next - position
                position = slice.next
            }
            progress?()
        }
        return (position, !isAbandoned)
    }

    // MARK: Long lines

    private var longEnd = 0
    /// Whether the last line that was gone through has its line break.
    private var isEnded = true
    /// Carriage returns at the end of the last piece: only what comes behind them says whether anybody sees them.
    private var heldReturns = 0
    /// Bytes from the end of a piece within which the beginning of a colour is looked for.
    private static let colourReach = 64

    /// A line that is longer than a slice comes in pieces.
    private func takeLong(at start: Int, _ body: (Int) -> Bool) -> Bool {
        if query.isEmpty {
            (longEnd, isEnded) = text.lineEnd(from: start)
            return body(start)
        }
        query.beginLine()
        heldReturns = 0
        var position = start
        var bytes: [UInt8] = []
        (longEnd, isEnded) = (text.upper, false)
        while position < text.upper, !isEnded {
            guard query.gate.isOpen() else { return false }
            text.read(&bytes, from: position, count: min(slice.size, text.upper - position))
            guard !bytes.isEmpty else {
                wasCut = true
                break
            }
            let taken = feed(&bytes, isLast: position + bytes.count >= text.upper)
            scanned += taken
            progress?()
            position += taken
            if isEnded { longEnd = position } else if bytes.last == 0 { position = passHole(from: position) }
        }
        if isEnded || position >= text.upper { text.noteLine(from: start, to: longEnd, isEnded: isEnded) }
        let isHit = query.endLine()
        return isHit ? body(start) : !isAbandoned
    }

    /// A hole is zeros: once a slice of them changes nothing, no more of them do.
    /// - Returns: where to read on.
    private func passHole(from position: Int) -> Int {
        let end = min(text.upper, LogHole.end(around: position, of: text.descriptor) ?? text.upper)
        guard end - position >= 2 * slice.size else { return position }
        let zeros = [UInt8](repeating: 0, count: slice.size)
        let next = zeros.withUnsafeBytes { query.staysWhereItIs(with: $0) } ? end : position + slice.size
        scanned += next - position
        return next
    }

    /// - Returns: how many bytes were taken, the line break among them.
    private func feed(_ bytes: inout [UInt8], isLast: Bool) -> Int {
        let lineFeed = cp_find_byte(bytes, bytes.count, UInt8(ascii: "\n"))
        isEnded = lineFeed >= 0
        var taken = isEnded ? lineFeed : bytes.count
        // What may be the beginning of a colour comes with the next piece.
        let escape = bytes[max(0, taken - Self.colourReach)..<taken].lastIndex(of: 0x1B)
        if !isEnded, !isLast, let escape, escape > 0 { taken = escape }
        bytes.withUnsafeMutableBytes { all in
            let count = cp_without_colours(all.baseAddress, taken, all.baseAddress)
            let returns = all[..<count].reversed().prefix { $0 == UInt8(ascii: "\r") }.count
            if count > returns {
                feedHeldReturns()
                query.feed(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(all)[..<(count - returns)]))
            }
            heldReturns += returns
        }
        return isEnded ? taken + 1 : taken
    }

    private func feedHeldReturns() {
        let returns = [UInt8](repeating: UInt8(ascii: "\r"), count: min(heldReturns, slice.size))
        while heldReturns > 0 {
            let count = min(heldReturns, returns.count)
            returns.withUnsafeBytes { query.feed(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            heldReturns -= count
        }
    }
}
