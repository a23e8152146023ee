import Runs

/// The facts of a log that a timeline may know the time of, with their places: those of the newest runs, as many whole runs
/// as there is room for.
struct TimedFacts: Sendable {
    private struct Fact {
        var key: Int
        var offset: Int
    }

    private var facts: [Fact] = []
    /// Those of older runs were let go of.
    private(set) var isCut = false
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
        isCut = true
        // All of a run or none: equal steps are told apart by their order.
        facts.removeSubrange(..<(facts.firstIndex { $0.key >> (Int.bitWidth - Self.runBits) > newest } ?? facts.count))
    }

    /// - Parameters:
    ///   - spec: the spec that it is of, as `specKey` says it; 0 for none.
    ///   - title: of a step.
    mutating func append(_ event: TimelineFile.Event, run: Int, spec: Int = 0, title: String = "", at offset: Int) {
        guard !isFull else { return }
        count += 1
        facts.append(Fact(key: Self.key(event, run, spec, title), offset: offset))
    }

    /// What tells one spec of a run from the others.
    static func specKey(_ index: Int, _ path: String) -> Int { mixed(path, into: index) }

    /// The times that a timeline knows, with the places they belong to, in the order of the log.
    func arrivals(_ stamps: [TimelineFile.Stamp]) -> [(offset: Int, at: Timestamp)] {
        // Equal titles are steps of several suites, stamped in their order.
        var times: [Int: [Timestamp]] = [:]
        for stamp in stamps.reversed() { times[Self.key(of: stamp), default: []].append(stamp.at) }
        return facts.compactMap { fact in times[fact.key]?.popLast().map { (fact.offset, $0) } }
    }

    private static func key(of stamp: TimelineFile.Stamp) -> Int {
        let spec = stamp.index.map { specKey($0, stamp.spec ?? "") } ?? 0
        return key(stamp.event, stamp.run, spec, stamp.title ?? "")
    }

    /// What a stamp and the fact that it belongs to have in common.
    private static func key(_ event: TimelineFile.Event, _ run: Int, _ spec: Int, _ title: String) -> Int {
        let bits = Int.bitWidth - runBits
        return run << bits | mixed(title, into: spec &* 31 &+ event.place) & (1 << bits - 1)
    }

    /// A hash that costs little: a log of a gigabyte has hundreds of thousands of steps. Who forges two equal ones gains a
    /// wrong time of day.
    private static func mixed(_ text: String, into start: Int) -> Int {
        var hash = UInt64(bitPattern: Int64(start)) ^ 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash ^ hash >> 32)
    }
}

extension TimelineFile.Event {
    fileprivate var place: Int {
        switch self {
        case .runStarted: 1
        case .specStarted: 2
        case .step: 3
        case .specEnded: 4
        case .runEnded: 5
        }
    }
}
