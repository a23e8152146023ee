import Runs

/// The facts of a log that a timeline may know the time of, with their places: those of the newest runs, as many whole runs
/// as there is room for.
struct TimedFacts: Sendable {
    private struct Fact {
        var key: Int
        var offset: Int
    }

    private var facts: [Fact] = []
    /// How many there have been, also of runs that are not kept any more.
    private(set) var count = 0

    /// A run of 33 hosts has some 1,200.
    static let limit = 16 * 1024
    /// The low bits of a key tell the facts of one run apart, the others are the run's number.
    private static let runBits = 24

    /// The facts of the run that goes on are not kept any more: it has too many.
    var isFull: Bool { facts.count >= Self.limit }

    /// Makes room for a run by letting go of the oldest.
    mutating func beginRun(_ run: Int) {
        guard facts.count > Self.limit / 2 else { return }
        let newest = facts[facts.count - Self.limit / 2].key >> (Int.bitWidth - Self.runBits)
        // All of a run or none: equal steps are told apart by their order.
        facts.removeSubrange(..<(facts.firstIndex { $0.key >> (Int.bitWidth - Self.runBits) > newest } ?? facts.count))
    }

    mutating func append(_ stamp: TimelineFile.Stamp, at offset: Int) {
        guard !isFull else { return }
        count += 1
        facts.append(Fact(key: Self.key(of: stamp), offset: offset))
    }

    /// The times that a timeline knows, with the places they belong to, in the order of the log.
    func arrivals(_ stamps: [TimelineFile.Stamp]) -> [(offset: Int, at: Timestamp)] {
        // Equal titles are steps of several suites, stamped in their order.
        var times: [Int: [Timestamp]] = [:]
        for stamp in stamps.reversed() { times[Self.key(of: stamp), default: []].append(stamp.at) }
        return facts.compactMap { fact in times[fact.key]?.popLast().map { (fact.offset, $0) } }
    }

    /// What a stamp and the fact that it belongs to have in common.
    private static func key(of stamp: TimelineFile.Stamp) -> Int {
        var hasher = Hasher()
        hasher.combine(stamp.event)
        hasher.combine(stamp.index)
        hasher.combine(stamp.spec)
        hasher.combine(stamp.title)
        let bits = Int.bitWidth - runBits
        return stamp.run << bits | hasher.finalize() & (1 << bits - 1)
    }
}
