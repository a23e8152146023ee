package import Runs
package import Screen

/// The read-only console: places, layers over them, and what keys do. It cannot name an action.
package struct Browser: Program, Sendable {
    package var context: ViewContext
    package private(set) var size: Size
    private(set) var places: [Place] = [.builds]
    var builds = BuildsPlace()
    var build = BuildPlace()
    var host = HostPlace()
    var report = ReportPlace()
    var matrix = MatrixPlace()
    var failures = FailuresPlace()
    /// The logs one is in, the innermost last: the launch log may lie over the run log.
    private var logs: [LogPlace] = []
    /// The end of the run log, beside the build view on very wide screens.
    var tail: LogWindow?
    var layer: Layer?
    private(set) var messages: [MessageLine] = []
    private(set) var message: MessageLine?
    private(set) var pendingKey: Key?
    /// The number of the last log request.
    private var requests = 0
    private var tailRequest = 0
    var commandHistory: [String] = []
    var searchHistory: [String] = []
    /// The names that `:theme` completes.
    let themes: [String]
    /// A build to open as soon as it is known.
    private var wanted: BuildName?

    /// - Parameter opening: the build to open first.
    package init(context: ViewContext, size: Size, opening: BuildName? = nil, themes: [String] = []) {
        (self.context, self.size, self.themes) = (context, size, themes)
        wanted = opening
        takeSnapshot(reorder: true)
    }

    package var place: Place { places.last ?? .builds }

    /// The build in whose place one is.
    var currentBuild: BuildSnapshot? { place.build.flatMap(context.snapshot.build) }

    var currentHost: HostSnapshot? {
        if case .host(_, let id) = place { currentBuild?.host(id) } else { nil }
    }

    /// A list shows minutes; a build that runs shows seconds. Where nothing runs, only ages grow.
    package var tickInterval: TickInterval {
        guard context.tally.running > 0 else { return .minute }
        return place == .builds ? .tenSeconds : .second
    }

    // MARK: Messages

    package mutating func update(_ message: ViewMessage) -> [ViewEffect] {
        switch message {
        case .input(.key(let key)): return take(key)
        case .input(.paste(let text)): return paste(text)
        case .input(.mouse(let event)): return take(event)
        case .resized(let size):
            self.size = size
            return refill(isResized: true)
        case .tick(let now, let lookedAt, let isStale):
            (context.now, context.lookedAt, context.isStale) = (now, lookedAt, isStale)
            return []
        case .snapshot(let snapshot): return take(snapshot)
        case .log(let window): return take(window)
        case .logIndex(let report): return take(report)
        case .logTally: return []
        case .preps(let sign):
            context.preps = sign
            return []
        case .message(let line):
            say(line)
            return []
        case .theme(let name):
            say(MessageLine(.note, "theme \(name)"))
            return []
        }
    }

    package mutating func say(_ line: MessageLine) {
        message = line
        messages.append(line)
        if messages.count > 200 { messages.removeFirst() }
    }

    private mutating func take(_ snapshot: Snapshot) -> [ViewEffect] {
        let oldSize = place.build.flatMap { context.snapshot.build($0)?.logSize }
        context.snapshot = snapshot
        if snapshot.takenAt > context.now { context.now = snapshot.takenAt }
        takeSnapshot(reorder: false)
        var effects: [ViewEffect] = []
        if let name = wanted, snapshot.build(name) != nil {
            wanted = nil
            effects += open(.build(name))
        } else if wanted != nil, snapshot.isComplete {
            say(MessageLine(.warning, "there is no build '\(wanted?.text ?? "")' on this controller"))
            wanted = nil
        }
        let newSize = place.build.flatMap { context.snapshot.build($0)?.logSize }
        if oldSize != newSize { effects += refill() }
        return effects
    }

    private mutating func takeSnapshot(reorder: Bool) {
        var reorder = reorder
        if let current = currentBuild {
            build.take(current, context)
        } else if let gone = place.build, context.snapshot.isComplete {
            say(MessageLine(.warning, "\(gone) is gone: its log and its state were removed"))
            places = [.builds]
            layer = nil
            logs = []
            reorder = true
        }
        // Elsewhere the list waits: going back to it sorts it anew.
        if place == .builds { builds.take(context, reorder: reorder) }
        if case .failures(let name) = place { failures.take(name, context, reorder: reorder) }
    }

    mutating func reorder() { takeSnapshot(reorder: true) }

    // MARK: Places

    mutating func open(_ next: Place) -> [ViewEffect] {
        let effects = next.build == place.build ? [] : [ViewEffect.attend(next.build)]
        enter(next)
        if let current = currentBuild, isListOfHosts(next) { build.take(current, context) }
        if case .host = next { host = HostPlace() }
        if case .report = next { report = ReportPlace() }
        if case .failures(let name) = next {
            failures = FailuresPlace(after: failures)
            failures.take(name, context, reorder: true)
            return effects + attendSelectedFailure()
        }
        return effects + refill()
    }

    private func isListOfHosts(_ place: Place) -> Bool {
        switch place {
        case .build, .matrix: true
        case .builds, .host, .log, .report, .failures: false
        }
    }

    private mutating func enter(_ next: Place) {
        if next.build != place.build, !next.isOfNoBuild {
            build = BuildPlace()
            tail = nil
        }
        places.append(next)
        layer = nil
    }

    /// Back to where one was; from the first screen out of the program.
    mutating func back() -> [ViewEffect] {
        message = nil
        guard places.count > 1 else { return [.quit] }
        let left = places.removeLast()
        var effects: [ViewEffect] = []
        if case .log = left {
            logs.removeLast()
            if logs.isEmpty { effects.append(.indexLog(nil)) }
        }
        if place == .builds {
            builds.take(context, reorder: true)
            return effects + [.attend(nil)]
        }
        if case .failures(let name) = place {
            failures.take(name, context, reorder: false)
            return effects + [.attend(name ?? failures.selected?.first.build)]
        }
        if left.isOfNoBuild, let current = currentBuild { build.take(current, context) }
        return effects + refill()
    }

    mutating func home() -> [ViewEffect] {
        places = [.builds]
        let effects: [ViewEffect] = logs.isEmpty ? [] : [.indexLog(nil)]
        logs = []
        builds.take(context, reorder: true)
        return effects + [.attend(nil)]
    }

    mutating func clearMessage() { message = nil }

    // MARK: Logs

    /// The log that is read, while one is. Opening and leaving a log add and remove it; setting only changes it.
    var log: LogPlace? {
        get { logs.last }
        set { if let newValue, !logs.isEmpty { logs[logs.count - 1] = newValue } }
    }

    /// Opens a log over what is on the screen.
    mutating func open(_ next: LogPlace, at part: LogRequest.Part) -> [ViewEffect] {
        // What the log below waits for is asked for again on the way back.
        log?.pending = nil
        log?.pendingPart = nil
        let name = next.source.build
        // A log of no build lies over a build that is followed on.
        let effects = name == nil || name == place.build ? [] : [ViewEffect.attend(name)]
        enter(.log(next.source))
        logs.append(next)
        return effects + readLog(part)
    }

    /// The rows that the log view shows.
    var logRows: Int { max(1, size.rows - 4) }

    mutating func nextRequest() -> Int {
        requests += 1
        return requests
    }

    mutating func readLog(_ part: LogRequest.Part) -> [ViewEffect] {
        guard let place = log else { return [] }
        let number = nextRequest()
        log?.pending = number
        log?.pendingPart = part
        return [
            .readLog(LogRequest(number: number, source: place.source, part: part, rows: logRows))
        ]
    }

    /// Asks again for what of a log is on the screen, after the size or the log has changed.
    private mutating func refill(isResized: Bool = false) -> [ViewEffect] {
        switch place {
        case .log:
            guard let place = log else { return [] }
            // A growing log must not push a running search aside.
            if let part = place.pendingPart, case .search = part { return isResized ? readLog(part) : [] }
            if place.isFollowing { return readLog(.end) }
            guard let window = place.window else { return readLog(.end) }
            if window.lines.count < logRows { return readLog(.lines(from: place.top, moved: 0)) }
            return askIndex()
        case .build(let name):
            guard size.columns >= 180, size.rows >= 40, context.snapshot.build(name)?.logSize != nil else { return [] }
            tailRequest = nextRequest()
            let request = LogRequest(number: tailRequest, source: .run(name), part: .end, rows: size.rows)
            return [.readLog(request)]
        case .builds, .host, .report, .matrix, .failures: return []
        }
    }

    private mutating func take(_ window: LogWindow) -> [ViewEffect] {
        if window.request == tailRequest, log == nil {
            tail = window
            return []
        }
        guard var place = log, window.request == place.pending else { return [] }
        place.pending = nil
        place.pendingPart = nil
        if let problem = window.problem, window.lines.isEmpty, place.window?.lines.isEmpty == false {
            // A search that found nothing leaves the screen as it was.
            log = place
            say(MessageLine(.note, problem))
            return []
        }
        place.show(window)
        if let hit = window.hit { place.marked = hit }
        log = place
        return askIndex()
    }

    // MARK: Drawing

    package func view(in size: Size) -> Frame {
        let canvas = Canvas(size: size)
        draw(on: canvas)
        return canvas.frame
    }

    /// Draws everything, for whoever puts something over it.
    /// - Returns: whether the canvas is large enough for more than saying that it is not.
    @discardableResult
    package func draw(on canvas: Canvas) -> Bool {
        let size = Size(columns: canvas.width, rows: canvas.height)
        guard size.columns >= ScreenFrame.smallest.columns, size.rows >= ScreenFrame.smallest.rows else {
            ScreenFrame.drawTooSmall(on: canvas)
            return false
        }
        ScreenFrame.drawBar(context, showsSeconds: place != .builds, on: canvas)
        drawPlace(on: canvas)
        let line = canvas.row(size.rows - 2)
        message?.draw(on: line, glyphs: context.glyphs)
        drawLayer(on: canvas, line: line)
        return true
    }

    private func drawPlace(on canvas: Canvas) {
        switch place {
        case .builds: BuildsView.draw(builds, context, on: canvas)
        case .build:
            guard let current = currentBuild else { return }
            BuildView.draw(build, current, tail: tail, context, on: canvas)
        case .host:
            guard let current = currentBuild else { return }
            guard let shown = currentHost else {
                canvas.write("this host is not in the run any more", x: 1, y: 3, .faint)
                return
            }
            HostView.draw(host, shown, of: current, context, on: canvas)
        case .matrix:
            guard let current = currentBuild else { return }
            MatrixView.draw(matrix, build.list, current, context, on: canvas)
        case .log:
            guard let log else { return }
            LogView.draw(log, currentBuild, context, on: canvas)
        case .report:
            guard let current = currentBuild else { return }
            ReportView.draw(report, current, context, on: canvas)
        case .failures(let name): FailuresView.draw(failures, of: name, context, on: canvas)
        }
    }

    private func drawLayer(on canvas: Canvas, line: Canvas) {
        switch layer {
        case nil: break
        case .help(let offset): HelpLayer.draw(helpSections, offset: offset, context, on: canvas)
        case .messages(let offset): MessagesLayer.draw(messages, offset: offset, context, on: canvas)
        case .command(let editor):
            CompletionLine.draw(CommandLine.completions(of: editor.text, self), context, on: canvas.row(size.rows - 3))
            line.fill()
            editor.draw(prompt: ":", on: line, glyphs: context.glyphs)
        case .filter(let editor, _):
            line.fill()
            editor.draw(prompt: "filter: ", on: line, glyphs: context.glyphs)
        case .search(let editor):
            line.fill()
            editor.draw(prompt: log?.isPattern == true ? "regular expression: " : "/", on: line, glyphs: context.glyphs)
        case .artifacts(let choice): choice.draw(context, on: canvas)
        }
    }

    // MARK: Keys

    private mutating func take(_ key: Key) -> [ViewEffect] {
        if layer != nil { return takeInLayer(key) }
        switch BrowserKeymap.table.match(key, pending: &pendingKey) {
        case .begins: return []
        case .none:
            if let reason = context.added.reasons[key] { say(MessageLine(.note, reason)) }
            return []
        case .command(let command): return perform(command)
        }
    }
}
