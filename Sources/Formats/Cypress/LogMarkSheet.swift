import Runs

/// What is written down of a log while it is read.
struct LogMarkSheet: Sendable {
    private(set) var marks = LogMarkLists()
    private(set) var timed = TimedFacts()
    private(set) var lines = 0
    private(set) var anchors: [LogMarks.Anchor] = []
    /// The bytes between two anchors; doubled whenever there are too many.
    private var stride = 64 * 1024
    private var nextAnchor = 0
    private var run = 0
    private var spec: (index: Int, path: String) = (0, "")
    /// Where the service was not reached before the next run starts: Cypress tries again, and has not failed if it does.
    private var refusals: [Int] = []

    static let anchorLimit = 32 * 1024
    private static let refusalLimit = 64

    mutating func beginLine(at offset: Int) {
        if offset >= nextAnchor { addAnchor(at: offset) }
        lines += 1
    }

    /// How many bytes from the beginning of a line on its lines may be counted without telling where each begins.
    mutating func room(from offset: Int) -> Int {
        if offset >= nextAnchor { addAnchor(at: offset) }
        return nextAnchor - offset
    }

    /// Lines of which none is a mark, as far as there was room.
    mutating func passLines(_ count: Int) { lines += count }

    private mutating func addAnchor(at offset: Int) {
        if anchors.count >= Self.anchorLimit {
            anchors = anchors.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
            stride *= 2
        }
        anchors.append(LogMarks.Anchor(offset: offset, line: lines))
        nextAnchor = offset + stride
    }

    // MARK: Facts

    mutating func absorb(_ located: LocatedFact) {
        if let kind = Self.kind(of: located.fact) { marks.add(kind, at: located.offset) }
        let stamp: TimelineFile.Stamp
        // Most facts are steps: where none is kept nothing is made of them.
        if case .stepEnded = located.fact, timed.isFull { return }
        switch located.fact {
        case .startFailed(let text):
            if CypressPhrases.isTriedAgain(text), refusals.count < Self.refusalLimit { refusals.append(located.offset) }
            return
        case .runStarted:
            for offset in refusals { marks.remove(.failure, at: offset) }
            refusals = []
            run += 1
            timed.beginRun(run)
            stamp = TimelineFile.Stamp(at: Timestamp(milliseconds: 0), event: .runStarted, run: run)
        case .specStarted(let path, let index, _):
            spec = (index, path)
            stamp = specStamp(.specStarted)
        case .specEnded: stamp = specStamp(.specEnded)
        case .runEnded: stamp = TimelineFile.Stamp(at: Timestamp(milliseconds: 0), event: .runEnded, run: run)
        case .stepEnded(let end):
            var step = specStamp(.step)
            step.title = end.title
            stamp = step
        default: return
        }
        timed.append(stamp, at: located.offset)
    }

    private func specStamp(_ event: TimelineFile.Event) -> TimelineFile.Stamp {
        var stamp = TimelineFile.Stamp(at: Timestamp(milliseconds: 0), event: event, run: run)
        (stamp.index, stamp.spec) = spec
        return stamp
    }

    static func kind(of fact: Fact) -> LogMark? {
        switch fact {
        case .runStarted: .run
        case .specStarted: .host
        case .stepEnded: .step
        case .failureDescribed, .specBroke, .startFailed: .failure
        default: nil
        }
    }
}
