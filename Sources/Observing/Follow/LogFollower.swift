import Formats
import Runs

/// Reads one run log as it grows, and knows when it has become the log of another launch.
final class LogFollower {
    private var tail: LogTail
    private var reader = CypressLog()
    /// The file was cut while it was followed: until a run shows itself anew, what comes may be its continuation.
    private var fresh: CypressLog?
    private(set) var wasCut = false
    /// There is more to read than one turn allows.
    private(set) var hasMore = false

    init(_ path: String) throws(SafeFileError) { tail = try LogTail(path) }

    var signature: FileSignature { tail.signature }
    var runLog: RunLog { reader.log }
    /// Changes whenever the log has proved something new, and whenever it has begun anew.
    var proof: Int { reader.factCount &+ beginnings &* 1_000_000_007 }
    private var beginnings = 0
    /// How many stamps of which timeline the records have been given, and those that wait for theirs.
    private var stamped = (beginnings: 0, timeline: 0, count: 0)
    private var waiting: [TimelineFile.Stamp] = []
    /// How much of the file has been read, from 0 to 1.
    var share: Double { tail.signature.size > 0 ? Double(tail.offset) / Double(tail.signature.size) : 1 }

    /// Reads what has come since.
    /// - Parameters:
    ///   - arrival: when it came, if it was not there before anybody looked.
    ///   - goesOn: whether the launch is known to be the one that the log was opened for: then a log that was cut or rotated
    ///     is the same run's, whatever it begins with.
    ///   - budget: how many bytes one turn may read.
    ///   - turn: what keys it stands aside for.
    /// - Returns: whether anything was read or the file has changed.
    func readMore(
        arrival: Timestamp?, goesOn: Bool = false, budget: Int, buffer: UnsafeMutableRawBufferPointer,
        turn: KeyTurn = KeyTurn()
    ) throws(SafeFileError) -> Bool {
        var left = budget
        var hasChanged = false
        hasMore = false
        while true {
            switch try tail.look() {
            case .none, .removed: return hasChanged
            case .truncated, .rotated:
                fresh = goesOn ? nil : CypressLog()
                wasCut = true
                hasChanged = true
            case .recreated:
                startAnew()
                hasChanged = true
            case .grown: break
            }
            guard left > 0 else {
                hasMore = true
                return hasChanged
            }
            turn.standAside()
            let count = tail.read(into: buffer)
            guard count > 0 else { return hasChanged }
            left -= count
            hasChanged = true
            take(UnsafeRawBufferPointer(rebasing: buffer[0..<count]), arrival: arrival)
        }
    }

    private func take(_ bytes: UnsafeRawBufferPointer, arrival: Timestamp?) {
        // The buffer outlives the call, and the span does not leave it.
        let chunk = bytes.bytes
        if var fresh {
            fresh.feed(chunk, arrival: arrival, passing: PassedLines.pass)
            if !fresh.log.runs.isEmpty || !fresh.log.invocations.isEmpty {
                // The new content begins with a run: the name was used again, and nothing older counts.
                reader = fresh
                self.fresh = nil
                wasCut = false
                beginnings += 1
                return
            }
            // No run within the first mebibyte: the content goes on where the old one stopped.
            self.fresh = fresh.offset < 1 << 20 ? fresh : nil
        }
        reader.feed(chunk, arrival: arrival, passing: PassedLines.pass)
        if letsGo { reader.letGoOfSuperseded() }
    }

    /// Keeps memory small where a log holds very many runs; only for builds whose runs are not reported each by itself.
    var letsGo = false

    /// Gives the records the stamps that have come since the last call: each is looked at once, unless it is early.
    func stamp(from timeline: TimelineStore) {
        if stamped.beginnings != beginnings || stamped.timeline != timeline.beginnings {
            (stamped, waiting) = ((beginnings, timeline.beginnings, 0), [])
        }
        let news = waiting + timeline.stamps[stamped.count...]
        stamped.count = timeline.stamps.count
        // Those that find no record for so long belong to none.
        if !news.isEmpty { waiting = reader.take(news).suffix(10_000) }
    }

    private func startAnew() {
        reader = CypressLog()
        beginnings += 1
        fresh = nil
        wasCut = false
    }
}
