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
    var logs: [LogPlace] = []
    /// What an operator has made in logs and will want in the next.
    var logShelf = LogShelf()
    /// The end of the run log, beside the build view on very wide screens.
    var tail: LogWindow?
    var layer: Layer?
    private(set) var messages: [MessageLine] = []
    private(set) var message: MessageLine?
    private(set) var pendingKey: Key?
    /// What was selected in builds from which one has gone on to others.
    private var shelf: [BuildName: BuildPlace] = [:]
    /// The number of the last log request.
    var requests = 0
    var tailRequest = 0
    /// The `/` line that was closed before its answer had come.
    var submittedSearch: LogSearchLine?
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
        case .log(let window): return take(window) + takeWishes()
        case .logIndex(let report): return take(report) + takeWishes()
        case .logTally(let tally): return take(tally)
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

    /// Gives back the rows that a message took: whoever goes on has read it.
    package mutating func foldMessage() { message?.isWhole = false }

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
        if newSize != nil, let log, log.isGone, log.source.isRun {
            self.log?.isGone = false
            clearMessage()
        }
        if oldSize != nil, newSize == nil, let source = log?.source, source.isRun {
            // A following view goes on with what comes in its place.
            log?.isGone = true
            say(MessageLine(.warning, Self.goneText(source)))
        } else if oldSize != newSize {
            effects += refill() + tallyGrowth()
        }
        return effects
    }

    private mutating func takeSnapshot(reorder: Bool) {
        var reorder = reorder
        if let current = currentBuild {
            // What a log hides waits: going back to it takes what is known then.
            if !isInLog { build.take(current, context) }
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

    mutating func enter(_ next: Place) {
        if place == .builds { shelf = [:] }
        if !next.isOfNoBuild { move(from: place.build, to: next.build) }
        places.append(next)
        layer = nil
    }

    /// What is selected in a build waits until one comes back to it from another, or from what is of none.
    private mutating func move(from left: BuildName?, to next: BuildName?) {
        guard left != next else { return }
        if let left { shelf[left] = build }
        build = next.flatMap { shelf[$0] } ?? BuildPlace()
        tail = nil
    }

    /// Back to where one was; from the first screen out of the program.
    mutating func back() -> [ViewEffect] {
        message = nil
        guard places.count > 1 else { return [.quit] }
        let left = places.removeLast()
        var effects: [ViewEffect] = []
        if case .log = left { effects = leaveLog() }
        if !left.isOfNoBuild { move(from: left.build, to: place.build) }
        if place == .builds {
            builds.take(context, reorder: true)
            return effects + [.attend(nil)]
        }
        if case .failures(let name) = place {
            failures.take(name, context, reorder: false)
            return effects + [.attend(name ?? failures.selected?.first.build)]
        }
        if let current = currentBuild, !isInLog { build.take(current, context) }
        if left.build != place.build, !left.isOfNoBuild, let name = place.build { effects.append(.attend(name)) }
        return effects + refill() + (isInLog ? askTally() : [])
    }

    mutating func home() -> [ViewEffect] {
        places = [.builds]
        var effects: [ViewEffect] = []
        while !logs.isEmpty { effects = leaveLog() }
        builds.take(context, reorder: true)
        return effects + [.attend(nil)]
    }

    mutating func clearMessage() { message = nil }

    static func goneText(_ source: LogSource) -> String {
        "the \(source.noun) is gone: what is shown here does not stand there any more"
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
        message?.draw(on: canvas, upFrom: size.rows - 2, glyphs: context.glyphs)
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
        case .search(let search):
            line.fill()
            search.draw(isPattern: log?.isPattern == true, on: line, context.glyphs)
        case .artifacts(let choice): choice.draw(context, on: canvas)
        case .rule(let rule):
            line.fill()
            rule.draw(on: line, context.glyphs)
        case .rules(let selected):
            guard let log else { return }
            LogRulesPanel.draw(log.filters, selected: selected, context, on: canvas)
        }
    }

    // MARK: Keys

    private mutating func take(_ key: Key) -> [ViewEffect] {
        foldMessage()
        if layer != nil { return takeInLayer(key) }
        let tables = BrowserKeymap.tables(inLog: isInLog)
        switch Keymap.match(key, pending: &pendingKey, in: tables) {
        case .begins: return []
        case .none:
            if let reason = context.added.reasons[key] { say(MessageLine(.note, reason)) }
            return []
        case .command(let command): return perform(command)
        }
    }

    /// Whether a log is what one is at.
    var isInLog: Bool { if case .log = place { true } else { false } }
}
