import Glibc
import Observing
import Runs

/// What the threads behind the log view do with a log.
enum LogBench: String, CaseIterable {
    case index
    /// A text that stands nowhere, with and without case.
    case literal, nocase
    /// Regular expressions that match nowhere: one that cannot do without some text, one that knows what stands side by side,
    /// one that knows nothing.
    case regex, bare, bytewise
    /// The last lines of a filter that leaves none; the second time that is remembered.
    case filter
    case count

    func measure(_ source: LogSource, in root: Root) {
        let desk = LogDesk(root: root, mailbox: Mailbox()) { _ in }
        switch self {
        case .index:
            let indexer = LogIndexer(root: root, mailbox: Mailbox()) { _ in }
            let request = LogIndexRequest(number: 1, source: source, rows: 40, shown: 0..<0)
            report { indexer.report(on: request).map { ($0.covered, "\($0.counts.values.reduce(0, +)) marks") } }
        case .literal: search("Stands Nowhere", isRegex: false, desk, source)
        case .nocase: search("stands nowhere", isRegex: false, desk, source)
        case .regex: search("[0-9]+ sessions? (lost|broken)$", isRegex: true, desk, source)
        case .bare: search("[A-F][A-F][0-9]{3}[G-K]{2}", isRegex: true, desk, source)
        case .bytewise: search("(every|no|any|some|each)+(thing|body)$", isRegex: true, desk, source)
        case .filter:
            var request = LogRequest(number: 1, source: source, part: .end, rows: 40)
            request.rules = [LogRule(.only, LogPattern("Stands Nowhere"))]
            for _ in 1...2 { report { desk.window(for: request).map { ($0.fileSize, "\($0.lines.count) lines") } } }
        case .count:
            let counter = LogCounter(root: root, mailbox: Mailbox()) { _ in }
            let request = LogTallyRequest(number: 1, source: source, search: LogPattern("replication"))
            for _ in 1...2 { report { counter.tally(for: request).map { ($0.covered, "\($0.hits) hits") } } }
        }
    }

    private func search(_ text: String, isRegex: Bool, _ desk: LogDesk, _ source: LogSource) {
        let part = LogRequest.Part.search(LogPattern(text, isRegex: isRegex), from: 0, isForward: true)
        let request = LogRequest(number: 1, source: source, part: part, rows: 40)
        report { desk.window(for: request).map { ($0.fileSize, $0.problem ?? "found") } }
    }

    private func report(_ body: () -> (bytes: Int, what: String)?) {
        let (cpuBefore, wallBefore) = (Main.seconds(CLOCK_PROCESS_CPUTIME_ID), Main.seconds(CLOCK_MONOTONIC))
        guard let (bytes, what) = body() else { return print("\(rawValue): no answer") }
        let cpu = Main.seconds(CLOCK_PROCESS_CPUTIME_ID) - cpuBefore
        let wall = Main.seconds(CLOCK_MONOTONIC) - wallBefore
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        print(
            "\(rawValue): \(bytes) bytes, \(Main.thousandths(cpu)) s CPU, \(Main.thousandths(wall)) s wall; \(what); "
                + "at most \(usage.ru_maxrss / 1024) MiB resident")
    }
}
