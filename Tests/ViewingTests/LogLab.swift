import Runs
import Screen
import Testing

@testable import Viewing

/// A made-up log that answers what a log view asks, by the documented meaning of requests: so that the view can be tried
/// without any file.
struct FakeLog {
    /// All lines; each begins where the one before ended.
    var lines: [LogLine] = []
    var size = 0
    var file = LogFileID(device: 1, inode: 1)

    init(_ texts: [String]) { for text in texts { append(text) } }

    mutating func append(_ text: String) {
        lines.append(LogLine(offset: size, text: text))
        size += text.utf8.count + 1
    }

    private func holds(_ text: String, _ pattern: LogPattern) -> Bool { text.contains(pattern.text) }

    func passes(_ line: LogLine, _ rules: [LogRule]) -> Bool {
        let only = rules.filter { $0.action == .only }
        if rules.contains(where: { $0.action == .without && holds(line.text, $0.pattern) }) { return false }
        return only.isEmpty || only.contains { holds(line.text, $0.pattern) }
    }

    /// The answer to a request.
    func answer(_ request: LogRequest) -> LogWindow {
        var window = LogWindow(request: request.number)
        (window.fileSize, window.file) = (size, file)
        let shown = lines.filter { passes($0, request.rules) }
        guard let top = top(request, shown, &window) else { return window }
        let start = max(0, min(top, shown.count - request.rows))
        window.lines = shown[start...].prefix(request.rows).map { marked($0, request) }
        window.end = start + request.rows < shown.count ? shown[start + request.rows].offset : size
        return window
    }

    private func top(_ request: LogRequest, _ shown: [LogLine], _ window: inout LogWindow) -> Int? {
        switch request.part {
        case .end: return max(0, shown.count - request.rows)
        case .lines(let from, let moved):
            let line = shown.firstIndex { $0.offset >= from } ?? shown.count - 1
            return max(0, min(shown.count - 1, line + moved))
        case .share(let share): return shown.lastIndex { $0.offset <= size * share / 1000 } ?? 0
        case .search(let pattern, let from, let isForward, let includesStart):
            let hits = shown.indices.filter { holds(shown[$0].text, pattern) }
            let hit =
                isForward
                ? hits.first { shown[$0].offset > from || (includesStart && shown[$0].offset == from) }
                : hits.last { shown[$0].offset < from || (includesStart && shown[$0].offset == from) }
            guard let hit else {
                window.problem = "'\(pattern.text)' does not stand further \(isForward ? "down" : "up")"
                return nil
            }
            window.hit = shown[hit].offset
            return max(0, hit - 3)
        }
    }

    private func marked(_ line: LogLine, _ request: LogRequest) -> LogLine {
        var line = line
        if let search = request.search, !search.text.isEmpty {
            line.hits = line.text.ranges(of: search.text).map { LogSpan(line.text.utf8Range($0), .search) }
        }
        for (number, rule) in request.rules.enumerated() where rule.action == .highlight {
            guard let range = line.text.utf8Range(of: rule.pattern.text) else { continue }
            line.hits.append(LogSpan(range, .highlight(number)))
        }
        return line
    }

    func tally(_ request: LogTallyRequest) -> LogTally {
        var tally = LogTally(request: request.number)
        (tally.covered, tally.fileSize) = (size, size)
        let shown = lines.filter { passes($0, request.rules) }
        let hits = shown.filter { line in request.search.map { holds(line.text, $0) } ?? false }
        (tally.shown, tally.hits) = (shown.count, hits.count)
        if let held = request.heldAt { tally.shownSinceHeld = shown.count { $0.offset >= held } }
        tally.place = hits.firstIndex { $0.offset == request.at }.map { $0 + 1 }
        return tally
    }

    func report(_ request: LogIndexRequest) -> LogIndexReport {
        var report = LogIndexReport(request: request.number, source: request.source)
        (report.covered, report.fileSize) = (size, size)
        report.firstLine = lines.firstIndex { $0.offset >= request.shown.lowerBound }.map { $0 + 1 }
        for offset in request.lines { report.numbers[offset] = lines.firstIndex { $0.offset == offset }.map { $0 + 1 } }
        if case .line(let number) = request.question, let last = lines.last {
            report.answer =
                number > lines.count ? .last(last.offset, of: lines.count) : .found(lines[number - 1].offset)
        }
        report.newLines = request.heldAt.map { held in lines.count { $0.offset >= held } }
        report.allLines = request.countsAll ? lines.count : nil
        return report
    }
}

extension String {
    func utf8Range(of text: String) -> Range<Int>? {
        text.isEmpty ? nil : firstRange(of: text).map(utf8Range)
    }

    func utf8Range(_ range: Range<Index>) -> Range<Int> {
        utf8.distance(from: startIndex, to: range.lowerBound)..<utf8.distance(from: startIndex, to: range.upperBound)
    }
}

/// A browser over a made-up log: whatever it asks for is answered at once.
struct LogReader {
    var browser: Browser
    var log: FakeLog
    /// All that was asked for, the newest last.
    private(set) var asked: [ViewEffect] = []
    /// Whether requests are answered.
    var isAnswering = true

    init(_ log: FakeLog, _ columns: Int = 80, _ rows: Int = 24, glyphs: GlyphSet = .unicode, keys: String = "L") throws
    {
        var snapshot = try Lab.snapshot()
        snapshot.builds[0].logSize = log.size
        browser = try Lab.browser(columns, rows, snapshot, glyphs: glyphs)
        self.log = log
        press(keys)
    }

    /// The log grows, and everybody is told.
    mutating func grow(_ texts: [String]) {
        for text in texts { log.append(text) }
        var snapshot = browser.context.snapshot
        snapshot.builds[0].logSize = log.size
        take(browser.update(.snapshot(snapshot)))
    }

    mutating func press(_ names: String) {
        for name in names.split(separator: " ") { take(browser.press(String(name))) }
    }

    /// Types a text character by character.
    mutating func type(_ text: String) {
        for scalar in text.unicodeScalars { take(browser.update(.input(.key(.character(scalar))))) }
    }

    mutating func take(_ effects: [ViewEffect]) {
        asked += effects
        guard isAnswering else { return }
        for effect in effects {
            switch effect {
            case .readLog(let request): take(browser.update(.log(log.answer(request))))
            case .tallyLog(let request?): take(browser.update(.logTally(log.tally(request))))
            case .indexLog(let request?): take(browser.update(.logIndex(log.report(request))))
            default: break
            }
        }
    }

    /// Answers the last log request that was asked while nothing was answered.
    mutating func answerLast() {
        isAnswering = true
        if let request = asked.readLog { take([.readLog(request)]) }
    }

    var place: LogPlace? { browser.log }
    var lines: [String] { browser.lines }
    /// The rows of the log itself, without the map.
    var body: [String] {
        let text = LogLayout.mapFrom <= browser.size.columns ? browser.size.columns - LogLayout.mapWidth : nil
        return lines.dropFirst(2).dropLast(2).map { line in
            guard let text, TextWidth.columns(line) > text else { return line }
            let cut = TextWidth.prefix(of: line, columns: text)
            return String(cut.reversed().drop { $0 == " " }.reversed())
        }
    }
    /// The line above it.
    var header: String { lines[1] }
    var message: String? { browser.messageText }
    /// What was asked to be counted last.
    var lastTally: LogTallyRequest? {
        asked.compactMap { if case .tallyLog(let request?) = $0 { request } else { nil } }.last
    }
    /// Whether nobody wants anything counted any more.
    var hasEndedTally: Bool {
        let last = asked.last { if case .tallyLog = $0 { true } else { false } }
        return last == .tallyLog(nil)
    }
    var lastIndex: LogIndexRequest? {
        asked.compactMap { if case .indexLog(let request?) = $0 { request } else { nil } }.last
    }
    var lastRead: LogRequest? { asked.readLog }

    /// The role and emphasis of the cell where a text begins in the log or, where it does not stand there, above it.
    func look(of text: String) -> (role: Role, emphasis: Emphasis)? {
        let frame = browser.view(in: browser.size)
        let rows = Array(frame.plainText.enumerated())
        for (y, line) in rows.dropFirst(2).dropLast(2) + rows.prefix(2) {
            guard let range = line.firstRange(of: text) else { continue }
            let x = TextWidth.columns(String(line[..<range.lowerBound]))
            let cell = frame.cells[y * frame.size.columns + x]
            return (cell.role, cell.emphasis)
        }
        return nil
    }
}
