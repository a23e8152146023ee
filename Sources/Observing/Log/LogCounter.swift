import CPosix
import Glibc
package import Runs

/// Counts the lines of a log that match, on a thread of its own, and tells how far it is while it counts.
package final class LogCounter {
    /// What the thread is told.
    package enum Order: Equatable, Sendable {
        case count(LogTallyRequest)
        /// Nothing is to be counted any more.
        case forget
        case stop
    }

    private let root: Root
    private let mailbox: Mailbox<Order>
    private let answer: (LogTally) -> Void
    private let grain: LogGrain
    private let turn: KeyTurn
    private let memory: LogMemory
    private let slice: LogSlice

    /// When it first tells how far it has got, and how often then, in milliseconds.
    private static let firstReport: Int64 = 30
    private static let reportInterval: Int64 = 150

    /// - Parameters:
    ///   - turn: what keys it stands aside for.
    ///   - answer: takes each tally; called on this thread.
    package convenience init(
        root: Root, mailbox: Mailbox<Order>, turn: KeyTurn = KeyTurn(), answer: @escaping (LogTally) -> Void
    ) {
        self.init(root: root, mailbox: mailbox, grain: LogGrain(), turn: turn, answer: answer)
    }

    init(
        root: Root, mailbox: Mailbox<Order>, grain: LogGrain, turn: KeyTurn = KeyTurn(),
        answer: @escaping (LogTally) -> Void
    ) {
        (self.root, self.mailbox, self.turn, self.answer) = (root, mailbox, turn, answer)
        (self.grain, memory, slice) = (grain, LogMemory(grain), LogSlice(size: grain.slice))
    }

    package func run() {
        while true {
            mailbox.wait(atMost: nil)
            let orders = mailbox.take()
            if orders.contains(.stop) { return }
            // A newer order ends an older one.
            if case .count(let request) = orders.last, let tally = tally(for: request) { answer(tally) }
        }
    }

    /// Counts to the end of the log.
    /// - Returns: `nil` when a newer order has come in, the log cannot be read, or a pattern is wrong: the log's window says so.
    package func tally(for request: LogTallyRequest) -> LogTally? {
        guard let opened = try? root.open(request.source),
            let rules = try? CompiledRules(request.rules)
        else { return nil }
        defer { close(opened.descriptor) }
        let search = try? request.search.map(CompiledRules.compiled)
        guard request.search == nil || search != nil else { return nil }
        memory.take(request.source, opened.descriptor, opened.signature)
        var whole = LogText(
            descriptor: opened.descriptor, size: opened.signature.size, longLines: memory.longLines,
            grain: grain)
        whole.isWanted = { [mailbox] in !mailbox.hasMore }
        let text = request.openedLine.map { LogText(line: $0, of: whole) } ?? whole
        let shown = scan(text, rules, nil, request)
        let hits = search.flatMap { $0.isEmpty ? nil : scan(text, rules, $0, request) }
        return count(shown, hits, for: request)
    }

    private func scan(
        _ text: LogText, _ rules: CompiledRules, _ search: SearchPattern?, _ request: LogTallyRequest
    ) -> LogScan {
        let gate = ScanGate { [mailbox, turn] in
            turn.standAside()
            return !mailbox.hasMore
        }
        let key = LogMemory.Key(rules: rules.filter, search: search, openedLine: request.openedLine)
        return LogScan(text, LineQuery(rules, search: search, gate), memory.counts(for: key), slice)
    }

    private func count(_ shown: LogScan, _ hits: LogScan?, for request: LogTallyRequest) -> LogTally? {
        var tally = LogTally(request: request.number)
        (tally.covered, tally.fileSize) = (shown.text.lower, shown.text.upper)
        let place = request.at.map { (line: $0, block: shown.block(of: $0)) }
        let held = request.heldAt.map { (place: $0, block: shown.block(of: $0)) }
        var due = cp_monotonic_ms() + Self.firstReport
        for block in 0..<shown.blockCount {
            if let hits {
                if let place, place.block == block, let rank = hits.rank(of: place.line) {
                    tally.place = tally.hits + rank + 1
                }
                guard let count = hits.count(of: block) else { return nil }
                tally.hits += count
            }
            guard let count = shown.count(of: block) else { return nil }
            tally.shown += count
            if let held, block >= held.block {
                guard let before = block > held.block ? 0 : shown.count(before: held.place) else { return nil }
                tally.shownSinceHeld += count - before
            }
            tally.covered = shown.end(of: block)
            if cp_monotonic_ms() >= due, !tally.isComplete {
                due = cp_monotonic_ms() + Self.reportInterval
                answer(tally)
            }
        }
        // What was counted of a log that was cut meanwhile is counted anew when it is asked for again.
        if shown.wasCut || hits?.wasCut ?? false { memory.forget() }
        return tally
    }
}
