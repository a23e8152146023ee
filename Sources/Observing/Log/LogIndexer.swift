import CPosix
package import Runs

/// Keeps the index of the log that is being read, on a thread of its own: however long the log is, keys are answered.
package final class LogIndexer {
    /// What the thread is told.
    package enum Order: Equatable, Sendable {
        case look(LogIndexRequest)
        /// No log is read any more.
        case forget
        case stop
    }

    private let root: Root
    private let mailbox: Mailbox<Order>
    private let answer: (LogIndexReport) -> Void
    private let turn: KeyTurn
    private var index: LogIndex?
    private var newest: LogIndexRequest?
    /// A question that waits until the index has got there.
    private var question: LogIndexRequest.Question?
    private var saidWaiting = false
    private let bell = FileBell()
    private var pace = LookPace()

    /// How often it tells how far it has got, in milliseconds.
    private static let reportInterval: Int64 = 150
    /// How often a log is looked at that nothing tells of; and one that has a watch, for what watches cannot see.
    private static let poll = Duration.seconds(1)
    private static let slowPoll = Duration.seconds(5)

    /// - Parameters:
    ///   - turn: what keys it stands aside for.
    ///   - answer: takes each report; called on this thread.
    package init(
        root: Root, mailbox: Mailbox<Order>, turn: KeyTurn = KeyTurn(), answer: @escaping (LogIndexReport) -> Void
    ) {
        (self.root, self.mailbox, self.turn, self.answer) = (root, mailbox, turn, answer)
    }

    package func run() {
        var hasMore = false
        var lastReport: Int64 = 0
        while true {
            let wasWoken = hasMore ? false : waitForNews()
            let orders = mailbox.take()
            if orders.contains(.stop) { return }
            for order in orders { take(order) }
            guard let index, let newest else {
                hasMore = false
                continue
            }
            if orders.isEmpty, wasWoken, !index.refresh() { continue }
            var isOwed = !orders.isEmpty
            // What is asked is answered before more is read than the little that a growing log has more.
            if isOwed, !index.isNearlyComplete {
                answer(report(index, newest))
                lastReport = cp_monotonic_ms()
                isOwed = false
            }
            let hadMore = hasMore || wasWoken && orders.isEmpty || !index.isComplete
            turn.standAside()
            hasMore = index.readOn()
            let isDue = cp_monotonic_ms() - lastReport >= Self.reportInterval
            let isAnswered = question.map { index.answer($0) != .waiting } ?? false
            if isOwed || isAnswered || hadMore && (!hasMore || isDue) {
                answer(report(index, newest))
                lastReport = cp_monotonic_ms()
            }
        }
    }

    /// Sleeps until something is asked or the log has changed, as far as anybody tells of that.
    /// - Returns: whether the log is to be looked at.
    private func waitForNews() -> Bool {
        // What becomes of the run's log is told by snapshots, and asked then.
        guard let index, !index.source.isRun else {
            bell.disarm()
            mailbox.wait(atMost: nil)
            return false
        }
        bell.arm(index.path)
        // Looked at once after arming: nothing that comes in between is missed.
        if !index.hasChanged {
            mailbox.wait(atMost: bell.isArmed ? Self.slowPoll : Self.poll, or: bell.descriptor)
            guard !mailbox.hasMore else { return false }
        }
        let pause = pace.pause(at: WallClock.steady())
        if pause > .zero { mailbox.wait(atMost: pause) }
        bell.silence()
        pace.note(at: WallClock.steady())
        return true
    }

    /// The report on a log that is read to its end first, for whoever has no keys to answer.
    package func report(on request: LogIndexRequest) -> LogIndexReport? {
        take(.look(request))
        guard let index else { return nil }
        while index.readOn() {}
        return report(index, request)
    }

    private func take(_ order: Order) {
        guard case .look(let request) = order else {
            (index, newest, question) = (nil, nil, nil)
            return
        }
        if index?.source != request.source {
            index = LogIndex(request.source, in: root)
            question = nil
        }
        _ = index?.refresh()
        newest = request
        if let asked = request.question { (question, saidWaiting) = (asked, false) }
    }

    private func report(_ index: LogIndex, _ request: LogIndexRequest) -> LogIndexReport {
        var report = index.report(request)
        guard let question else { return report }
        let answer = index.answer(question)
        if answer != .waiting {
            self.question = nil
            report.answer = answer
        } else if !saidWaiting {
            saidWaiting = true
            report.answer = .waiting
        }
        return report
    }
}
