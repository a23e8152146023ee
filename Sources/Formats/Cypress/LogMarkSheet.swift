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
    /// As `TimedFacts` tells specs apart.
    private var spec = 0
    /// Where the service was not reached before the next run starts: Cypress tries again, and has not failed if it does.
    private var refusals: [Int] = []

    static let anchorLimit = 32 * 1024
    private static let refusalLimit = 64
    /// Where the spec says that it breaks off, until it goes on, or its results say that a test had only printed that.
    private var breaks: [Int] = []

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
        switch located.fact {
        case .startFailed(let text):
            if CypressPhrases.isTriedAgain(text), refusals.count < Self.refusalLimit { refusals.append(located.offset) }
        case .runStarted:
            for offset in refusals { marks.remove(.failure, at: offset) }
            refusals = []
            breaks = []
            run += 1
            timed.beginRun(run)
            timed.append(.runStarted, run: run, at: located.offset)
        case .specStarted(let path, let index, _):
            breaks = []
            spec = TimedFacts.specKey(index, path)
            timed.append(.specStarted, run: run, spec: spec, at: located.offset)
        case .specBroke:
            if breaks.count < Self.refusalLimit { breaks.append(located.offset) }
        case .specEnded(let counts, _):
            if counts.tests > 0 { takeBackBreaks() } else { breaks = [] }
            timed.append(.specEnded, run: run, spec: spec, at: located.offset)
        case .runEnded: timed.append(.runEnded, run: run, at: located.offset)
        case .stepEnded(let end):
            takeBackBreaks()
            timed.append(.step, run: run, spec: spec, title: end.title, at: located.offset)
        default: break
        }
    }

    /// Whether what follows may take a mark back.
    var isUndecided: Bool { !breaks.isEmpty }

    private mutating func takeBackBreaks() {
        guard !breaks.isEmpty else { return }
        for offset in breaks { marks.remove(.failure, at: offset) }
        breaks = []
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
