/// Turns the pieces in which a source arrives into whole lines.
///
/// A line that lies wholly in one chunk is handed on in place; only the unfinished end of a chunk is copied and kept.
/// Lines end with LF or CR LF. Of a line longer than `keptBytes` the rest is left out.
package struct LineAssembler: Sendable {
    /// The bytes of one line that are kept (reliability cases, section 3).
    package static let keptBytes = 64 * 1024

    /// Where the next chunk begins in the source, in bytes.
    package private(set) var offset: Int
    /// The beginning of a line whose end has not arrived, at most `keptBytes`.
    private var tail: [UInt8] = []
    /// The whole length of that beginning.
    private var tailLength = 0

    /// Where the line begins whose end has not arrived; the end of what has arrived when there is none.
    var lineStart: Int { offset - tailLength }

    /// - Parameter offset: where the first chunk begins in the source, in bytes.
    package init(offset: Int = 0) { self.offset = offset }

    /// Takes the next chunk and hands on every line that ends in it.
    /// - Parameter body: gets each line without its line break; the bytes are valid only during the call.
    package mutating func feed(_ chunk: borrowing RawSpan, each body: (RawSpan, LinePlace) -> Void) {
        var at = 0
        while at < chunk.byteCount { at = feedLine(of: chunk, from: at, body) }
        offset += chunk.byteCount
    }

    /// The same, where lines may be passed over.
    /// - Parameter pass: gets where a whole line may begin, in the chunk and in the source; gives where to go on: there, or at
    ///   the beginning of a later line.
    mutating func feed(
        _ chunk: borrowing RawSpan, passing pass: (RawSpan, _ at: Int, _ offset: Int) -> Int,
        each body: (RawSpan, LinePlace) -> Void
    ) {
        var at = 0
        while at < chunk.byteCount {
            if tailLength == 0 { at = pass(chunk, at, offset + at) }
            at = feedLine(of: chunk, from: at, body)
        }
        offset += chunk.byteCount
    }

    /// Takes zeros in the place of a hole, however many.
    package mutating func feedZeros(_ count: Int) {
        let room = max(0, min(count, Self.keptBytes - tail.count))
        tail.append(contentsOf: repeatElement(0, count: room))
        tailLength += count
        offset += count
    }

    /// Takes one line from where it may begin, or what of it is there.
    /// - Returns: where the next one begins.
    private mutating func feedLine(
        of chunk: borrowing RawSpan, from start: Int, _ body: (RawSpan, LinePlace) -> Void
    ) -> Int {
        let count = chunk.byteCount
        var cursor = start
        var firstReturn = -1
        while cursor < count {
            let hit = LineScan.nextControl(in: chunk, from: cursor)
            guard hit < count else { break }
            cursor = hit + 1
            let byte = chunk[at: hit]
            if byte == LineScan.lineFeed {
                if tailLength == 0 {
                    emit(chunk, start, hit, firstReturn, body)
                } else {
                    keep(chunk, from: start, to: hit)
                    emitTail(length: tailLength + 1, isTerminated: true, before: offset + cursor, body)
                }
                return cursor
            }
            if byte == LineScan.carriageReturn, firstReturn < 0 { firstReturn = hit }
        }
        if start < count { keep(chunk, from: start, to: count) }
        return count
    }

    /// Hands on the last line, which has no line break, if there is one; the source has ended.
    package mutating func finish(_ body: (RawSpan, LinePlace) -> Void) {
        guard tailLength > 0 else { return }
        emitTail(length: tailLength, isTerminated: false, before: offset, body)
    }

    private func emit(
        _ chunk: borrowing RawSpan, _ start: Int, _ lineFeed: Int, _ firstReturn: Int,
        _ body: (RawSpan, LinePlace) -> Void
    ) {
        var end = lineFeed
        while end > start, chunk[at: end - 1] == LineScan.carriageReturn { end -= 1 }
        var place = LinePlace(offset: offset + start, length: end - start)
        place.hasReturn = firstReturn >= 0 && firstReturn < end
        if end - start > Self.keptBytes { end = start + Self.keptBytes }
        body(chunk.extracting(start..<end), place)
    }

    private mutating func emitTail(
        length: Int, isTerminated: Bool, before end: Int, _ body: (RawSpan, LinePlace) -> Void
    ) {
        var place = LinePlace(offset: end - length, length: tailLength)
        if tailLength == tail.count {
            while tail.last == LineScan.carriageReturn { tail.removeLast() }
            place.length = tail.count
        }
        place.hasReturn = tail.contains(LineScan.carriageReturn)
        place.isTerminated = isTerminated
        body(tail.span.bytes, place)
        tail.removeAll(keepingCapacity: tail.capacity <= Self.keptBytes)
        tailLength = 0
    }

    private mutating func keep(_ chunk: borrowing RawSpan, from start: Int, to end: Int) {
        tailLength += end - start
        let room = min(end - start, Self.keptBytes - tail.count)
        guard room > 0 else { return }
        tail.append(from: chunk, start..<start + room)
    }
}

/// Where a line stands in its source, and what is special about it.
package struct LinePlace: Equatable, Sendable {
    /// Of its first byte, counted from the start of the source.
    package var offset: Int
    /// In bytes, without the line break; more than were handed on when the line is too long.
    package var length: Int
    /// A carriage return stands within it: a progress bar that was drawn over.
    package var hasReturn = false
    /// Its line break has arrived; only the last line of a source can lack it.
    package var isTerminated = true

    package init(offset: Int, length: Int) { (self.offset, self.length) = (offset, length) }

    /// Whether the end of the line was left out.
    package var isElided: Bool { length > LineAssembler.keptBytes }
}
