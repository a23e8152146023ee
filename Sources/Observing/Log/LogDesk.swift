import CPosix
import Glibc
package import Runs

/// Answers requests for parts of logs, on a thread of its own, so that no search ever holds up a key.
package final class LogDesk {
    private let root: Root
    private let mailbox: Mailbox<LogRequest?>
    private let answer: (LogWindow) -> Void

    /// - Parameters:
    ///   - mailbox: takes the requests; `nil` ends the desk.
    ///   - answer: takes each answer; called on the desk's thread.
    package init(root: Root, mailbox: Mailbox<LogRequest?>, answer: @escaping (LogWindow) -> Void) {
        (self.root, self.mailbox, self.answer) = (root, mailbox, answer)
    }

    package func run() {
        while true {
            var event = mailbox.event
            var ready: UInt8 = 0
            _ = cp_wait(&event, &ready, 1, -1)
            let requests = mailbox.take()
            if requests.contains(where: { $0 == nil }) { return }
            // Of several for one log only the newest is still wanted.
            var latest: [LogSource: LogRequest] = [:]
            for case let request? in requests { latest[request.source] = request }
            for request in latest.values.sorted(by: { $0.number < $1.number }) {
                if let window = window(for: request) { answer(window) }
            }
        }
    }

    /// The answer to one request.
    /// - Returns: `nil` when a newer request has come in meanwhile.
    package func window(for request: LogRequest) -> LogWindow? {
        var window = LogWindow(request: request.number)
        let path = root.path(of: request.source)
        let opened: (descriptor: Int32, signature: FileSignature)
        do throws(SafeFileError) {
            opened = try root.open(request.source)
        } catch {
            window.problem = error.isMissing ? "there is no \(root.shown(path))" : root.shown("\(error)")
            return window
        }
        defer { close(opened.descriptor) }
        let page = LogPage(descriptor: opened.descriptor, size: opened.signature.size)
        window.fileSize = page.size
        guard let top = top(of: request, on: page, &window) else { return window.problem == nil ? nil : window }
        var (lines, end) = page.lines(from: top, count: request.rows)
        if lines.count < request.rows, top > 0 {
            // The end of the file fills the screen, as in every pager.
            let start = page.start(ofLast: request.rows, before: page.size)
            (lines, end) = page.lines(from: min(start, top), count: request.rows)
        }
        (window.lines, window.end) = (lines, end)
        return window
    }

    /// Where the wanted lines begin; `nil` when there are none, or nobody wants them any more.
    private func top(of request: LogRequest, on page: LogPage, _ window: inout LogWindow) -> Int? {
        switch request.part {
        case .end: return page.start(ofLast: request.rows, before: page.size)
        case .lines(let from, let moved):
            let start = page.lineStart(of: from)
            return moved < 0 ? page.start(ofLast: -moved, before: start) : page.start(ofLine: moved, after: start)
        case .share(let thousandths): return page.lineStart(of: page.size * min(1000, max(0, thousandths)) / 1000)
        case .search(let pattern, let from, let isForward, let includesStart):
            let text = pattern.text
            // Any newer request ends a search: the end of a log beside a build is asked for only once its view is closed.
            let search: LogSearch
            do throws(PatternError) {
                search = try LogSearch(text, isPattern: pattern.isRegex)
            } catch {
                window.problem = "'\(SafeText.visible(text))' is no regular expression: \(error.text)"
                return nil
            }
            let outcome = search.find(
                on: page, from: page.lineStart(of: from), isForward: isForward, includesStart: includesStart,
                isWanted: { !mailbox.hasMore })
            switch outcome {
            case .found(let hit):
                window.hit = hit
                return page.start(ofLast: min(3, request.rows / 2), before: hit)
            case .nowhere:
                let side = isForward ? "further down" : "further up"
                window.problem = "'\(SafeText.visible(text))' does not stand \(side)"
                return nil
            case .abandoned: return nil
            }
        }
    }
}
