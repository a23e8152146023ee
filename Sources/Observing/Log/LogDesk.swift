import CPosix
import Glibc
package import Runs

/// Answers requests for parts of logs, on a thread of its own, so that no search ever holds up a key.
package final class LogDesk {
    private let root: Root
    private let mailbox: Mailbox<LogRequest?>
    private let answer: (LogWindow) -> Void
    private let grain: LogGrain
    private let memory: LogMemory
    private let slice: LogSlice

    /// How often it tells how far it has got, in milliseconds.
    private static let reportInterval: Int64 = 150

    /// - Parameters:
    ///   - mailbox: takes the requests; `nil` ends the desk.
    ///   - answer: takes each answer; called on the desk's thread.
    package convenience init(root: Root, mailbox: Mailbox<LogRequest?>, answer: @escaping (LogWindow) -> Void) {
        self.init(root: root, mailbox: mailbox, grain: LogGrain(), answer: answer)
    }

    init(root: Root, mailbox: Mailbox<LogRequest?>, grain: LogGrain, answer: @escaping (LogWindow) -> Void) {
        (self.root, self.mailbox, self.answer) = (root, mailbox, answer)
        (self.grain, memory, slice) = (grain, LogMemory(grain), LogSlice(size: grain.slice))
    }

    package func run() {
        // Of several for one log only the newest is still wanted.
        var latest: [LogSource: LogRequest] = [:]
        while true {
            mailbox.wait(atMost: nil)
            let requests = mailbox.take()
            if requests.contains(where: { $0 == nil }) { return }
            for case let request? in requests { latest[request.source] = request }
            for request in latest.values.sorted(by: { $0.number < $1.number }) {
                if let window = window(for: request) {
                    answer(window)
                } else if !request.isSearch {
                    // Given up for another log's sake: its turn comes again.
                    continue
                }
                latest[request.source] = nil
            }
        }
    }

    /// The answer to one request.
    /// - Returns: `nil` when a newer request has come in meanwhile.
    package func window(for request: LogRequest) -> LogWindow? {
        window(for: request, ScanGate { [mailbox] in !mailbox.hasMore })
    }

    /// - Parameter gate: one for all that is done: what was given up anywhere, such as a line half measured, leaves nothing to
    ///   be answered.
    func window(for request: LogRequest, _ gate: ScanGate) -> LogWindow? {
        var window = LogWindow(request: request.number)
        let opened: (descriptor: Int32, signature: FileSignature)
        do throws(SafeFileError) {
            opened = try root.open(request.source)
        } catch {
            let path = root.shown(root.path(of: request.source))
            window.isMissing = error.isMissing
            window.problem = error.isMissing ? "there is no \(path)" : root.shown("\(error)")
            return window
        }
        defer { close(opened.descriptor) }
        memory.take(request.source, opened.descriptor, opened.signature)
        var whole = LogText(
            descriptor: opened.descriptor, size: opened.signature.size, longLines: memory.longLines,
            grain: grain)
        whole.isWanted = { gate.isOpen() }
        let text = request.openedLine.map { LogText(line: $0, of: whole) } ?? whole
        window.fileSize = text.upper
        window.file = LogFileID(device: opened.signature.device, inode: opened.signature.inode)
        do throws(PatternProblem) {
            return try fill(window, of: text, for: request, gate)
        } catch {
            window.problem = error.description
            return window
        }
    }

    private func fill(
        _ window: LogWindow, of text: LogText, for request: LogRequest, _ gate: ScanGate
    ) throws(PatternProblem) -> LogWindow? {
        var window = window
        let rules = try CompiledRules(request.rules)
        let marked = try? request.search.map(CompiledRules.compiled)
        let shown = scan(text, rules, nil, request, gate)
        guard let top = try top(of: request, shown, rules, &window, gate) else {
            return window.problem == nil ? nil : window
        }
        var lines = shown.lines(from: top, count: request.rows)
        if lines.count < request.rows, let start = shown.back(request.rows, before: text.upper), start < top {
            // The end of the file fills the screen, as in every pager.
            lines = shown.lines(from: start, count: request.rows)
        }
        let page = LogPage(text)
        let marker = HitMarker(rules, search: marked, lines: lines.count)
        window.end = lines.isEmpty ? text.upper : 0
        for offset in lines {
            let (line, next) = page.line(at: offset, marker)
            window.lines.append(line)
            window.end = next
        }
        if !rules.isEmpty, window.end < text.upper, shown.isEmpty(from: window.end) { window.end = text.upper }
        if shown.wasCut { memory.forget() }
        return shown.isAbandoned ? nil : window
    }

    /// Where the wanted lines begin; `nil` when there are none, or nobody wants them any more.
    private func top(
        of request: LogRequest, _ shown: LogScan, _ rules: CompiledRules, _ window: inout LogWindow, _ gate: ScanGate
    ) throws(PatternProblem) -> Int? {
        let text = shown.text
        switch request.part {
        case .end: return shown.back(request.rows, before: text.upper) ?? (shown.isAbandoned ? nil : text.upper)
        case .lines(let from, let moved):
            let start = text.lineStart(of: from)
            if moved < 0 { return shown.back(-moved, before: start) ?? (shown.isAbandoned ? nil : text.lower) }
            return shown.line(moved, after: start)
        case .share(let thousandths):
            let share = (text.upper - text.lower) * min(1000, max(0, thousandths)) / 1000
            return text.lineStart(of: text.lower + share)
        case .search(let pattern, let from, let isForward, let includesStart):
            let search = try CompiledRules.compiled(pattern)
            // Any newer request ends a search: the end of a log beside a build is asked for only once its view is closed.
            let scan = scan(text, rules, search, request, gate)
            let start = text.lineStart(of: from)
            let hit: Int?
            if search.isEmpty {
                hit = nil
            } else if isForward {
                hit = scan.lines(from: includesStart ? start : text.lineEnd(from: start).next, count: 1).first
            } else {
                hit = scan.back(1, before: includesStart ? text.lineEnd(from: start).next : start)
            }
            guard !scan.isAbandoned else { return nil }
            if scan.wasCut { memory.forget() }
            guard let hit else {
                let side = isForward ? "further down" : "further up"
                window.problem = "'\(SafeText.visible(pattern.text))' does not stand \(side)"
                return nil
            }
            window.hit = hit
            return shown.back(min(3, request.rows / 2), before: hit) ?? hit
        }
    }

    private func scan(
        _ text: LogText, _ rules: CompiledRules, _ search: SearchPattern?, _ request: LogRequest,
        _ gate: ScanGate
    ) -> LogScan {
        let query = LineQuery(rules, search: search, gate)
        let key = LogMemory.Key(rules: rules.filter, search: search, openedLine: request.openedLine)
        let scan = LogScan(text, query, memory.counts(for: key), slice)
        // Every line is wanted: that is done before anybody asks how far it is.
        guard search != nil || !rules.isEmpty else { return scan }
        var told = cp_monotonic_ms()
        scan.progress = { [answer, unowned scan] in
            let now = cp_monotonic_ms()
            guard now - told >= Self.reportInterval else { return }
            told = now
            var window = LogWindow(request: request.number)
            (window.scanned, window.fileSize) = (scan.scanned, text.upper)
            answer(window)
        }
        return scan
    }
}

extension LogRequest {
    fileprivate var isSearch: Bool { if case .search = part { true } else { false } }
}
