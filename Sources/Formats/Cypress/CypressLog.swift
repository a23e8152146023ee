package import Runs

/// A run log while it is read: bytes in, a `RunLog` out, in chunks of any size, cut anywhere.
package struct CypressLog: Sendable {
    /// Everything that the log has shown so far.
    package private(set) var log = RunLog()
    /// How many facts the log has shown: unchanged, nothing that it proves has changed.
    package private(set) var factCount = 0
    private var assembler = LineAssembler()
    private var reader = CypressLogReader()
    private var superseded = SupersededRuns()

    package init() {}

    /// The bytes read so far.
    package var offset: Int { assembler.offset }

    /// Takes the next bytes of the log.
    /// - Parameters:
    ///   - arrival: when they were written, for somebody who follows the log live; else `nil`.
    ///   - pass: passes over lines faster than they are read.
    package mutating func feed(
        _ chunk: borrowing RawSpan, arrival: Timestamp? = nil, passing pass: PassedLines.Pass = PassedLines.none
    ) {
        assembler.feed(chunk) { chunk, at, _ in
            guard reader.passesPlainLines else { return at }
            let passed = pass(chunk, at, chunk.byteCount)
            reader.pass(passed)
            return passed.next
        } each: { line, place in
            reader.consume(line, at: place)
            reader.drainFacts {
                log.absorb($0.fact, at: $0.offset, arrival: arrival)
                factCount += 1
            }
        }
    }

    /// The log has ended: its last line counts although its line break is missing, as far as it cannot have been cut.
    package mutating func finish(arrival: Timestamp? = nil) {
        assembler.finish { line, place in
            reader.consume(line, at: place)
        }
        reader.finish()
        reader.drainFacts { log.absorb($0.fact, at: $0.offset, arrival: arrival) }
    }

    /// Gives the records the times at which somebody else saw them come.
    /// - Returns: the stamps of records that the log does not show yet.
    package mutating func take(_ stamps: [TimelineFile.Stamp]) -> [TimelineFile.Stamp] {
        TimelineFile.apply(stamps, to: &log)
    }

    /// Keeps memory small: what runs have shown that were all run again since goes. For somebody who follows the log.
    package mutating func letGoOfSuperseded() { superseded.letGo(in: &log) }

    /// Reads a whole log that is in memory.
    package static func read(_ bytes: borrowing RawSpan) -> RunLog {
        var log = CypressLog()
        log.feed(bytes)
        log.finish()
        return log.log
    }
}
