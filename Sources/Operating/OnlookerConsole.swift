package import Plans
import Runs
package import Screen
package import Viewing

/// The console of whoever may only look: the browser, and over it the preps and the audit trail to be read.
///
/// Nothing is planned, approved, answered or written from here: `OnlookerEffect` has no case for it.
package struct OnlookerConsole: Program, Ticking, Sendable {
    private enum Layer: Equatable, Sendable {
        case preps(PrepHistory)
        case audit(AuditView)
    }

    package private(set) var browser: Browser
    /// Why all other commands of the operator do nothing.
    private let reason: String
    private var layer: Layer?
    /// The list that waits below a file that was opened from it, and where the browser was.
    private var aside: (list: PrepHistory, source: LogSource, place: Place)?
    private var preps: [PrepSummary] = []
    private var problems: [String] = []

    package init(_ browser: Browser, reason: String) {
        (self.browser, self.reason) = (browser, reason)
        refreshKeys()
    }

    package var tickInterval: TickInterval { browser.tickInterval }

    // MARK: Messages

    package mutating func update(_ message: OnlookerMessage) -> [OnlookerEffect] {
        switch message {
        case .view(let message): return take(message)
        case .preps(let preps, let problems):
            (self.preps, self.problems) = (preps, problems)
            refreshKeys()
            return pass(.preps(PrepSign(of: preps)))
        case .audit(let excerpt):
            if case .audit(var view) = layer {
                view.take(excerpt)
                layer = .audit(view)
            }
            return []
        }
    }

    private mutating func take(_ message: ViewMessage) -> [OnlookerEffect] {
        switch message {
        case .input(.key(let key)): return take(key)
        case .input(.paste(let text)) where layer != nil:
            if case .audit(var view) = layer {
                view.paste(text)
                layer = .audit(view)
            }
            return []
        case .input(.mouse(let event)) where layer != nil:
            if case .audit(var view) = layer {
                view.take(event, browser.context, in: browser.size)
                layer = .audit(view)
            }
            return []
        case .input, .resized, .tick, .snapshot, .log, .logIndex, .logTally, .preps, .message, .theme:
            return pass(message)
        }
    }

    private mutating func pass(_ message: ViewMessage) -> [OnlookerEffect] {
        let effects = browser.update(message)
        returnFromFile()
        return effects.map(OnlookerEffect.view)
    }

    /// Brings the list back once the file that was opened from it is closed, unless the onlooker has gone elsewhere.
    private mutating func returnFromFile() {
        guard let aside, !browser.reads(aside.source) else { return }
        self.aside = nil
        if layer == nil, browser.place == aside.place { layer = .preps(aside.list) }
    }

    // MARK: Keys

    private mutating func take(_ key: Key) -> [OnlookerEffect] {
        switch layer {
        case .audit(let view) where !view.isTyping && Browser.leadsAnywhere(key): return leaveList(for: key)
        case .preps where Browser.leadsAnywhere(key): return leaveList(for: key)
        case .preps(let history): return take(key, history)
        case .audit(let view): return take(key, view)
        case nil: break
        }
        if let text = browser.commandLineText, key == .enter,
            let command = OperatorKeymap.table.command(named: text.trimmingBlanks()), Self.isReading(command)
        {
            browser.takeCommandLine()
            return open(command)
        }
        if !browser.takesKeysFirst, let command = OperatorKeymap.table.command(for: key), Self.isReading(command) {
            return open(command)
        }
        return pass(.input(.key(key)))
    }

    /// The command line and the help belong to the screen below a list.
    private mutating func leaveList(for key: Key) -> [OnlookerEffect] {
        layer = nil
        return pass(.input(.key(key)))
    }

    /// Whether a command of the operator only shows what has been done.
    private static func isReading(_ command: OperatorCommand) -> Bool {
        switch command {
        case .preps, .audit: true
        case .launch, .relaunch, .launches, .cancel, .settle, .claim, .waive, .prep, .write: false
        }
    }

    private mutating func open(_ command: OperatorCommand) -> [OnlookerEffect] {
        guard command == .audit else {
            layer = .preps(PrepHistory(preps, mayPlan: false))
            return []
        }
        layer = .audit(AuditView())
        return [.readAudit]
    }

    private mutating func take(_ key: Key, _ history: PrepHistory) -> [OnlookerEffect] {
        var history = history
        let outcome = history.take(key, preps, in: browser.size)
        layer = .preps(history)
        switch outcome {
        case .stay: return []
        case .close:
            layer = nil
            return []
        case .refresh:
            history.note = "looking at everything again"
            layer = .preps(history)
            return [.view(.refresh)]
        // Its keeper takes answers; what its script has written, and writes, stands in the transcript.
        case .open(let id): return read(.prep(id), from: history)
        case .read(let source): return read(source, from: history)
        case .command:
            history.note = reason
            layer = .preps(history)
            return []
        }
    }

    private mutating func read(_ source: LogSource, from history: PrepHistory) -> [OnlookerEffect] {
        aside = (history, source, browser.place)
        layer = nil
        return browser.openLog(source).map(OnlookerEffect.view)
    }

    private mutating func take(_ key: Key, _ view: AuditView) -> [OnlookerEffect] {
        var view = view
        let outcome = view.take(key, browser.context, in: browser.size)
        layer = outcome == .close ? nil : .audit(view)
        return outcome == .reread ? [.readAudit] : []
    }

    /// Gives the browser the operator's keys, with the reason why most of them do nothing.
    private mutating func refreshKeys() {
        let footer: [OperatorCommand] = preps.contains(where: \.isRunning) ? [.preps] : []
        browser.context.added = OperatorKeymap.added(footer: footer) { Self.isReading($0) ? nil : reason }
    }

    // MARK: Drawing

    package func view(in size: Size) -> Frame {
        let canvas = Canvas(size: size)
        guard browser.draw(on: canvas) else { return canvas.frame }
        switch layer {
        case nil: break
        case .preps(let history): history.draw(preps, problems: problems, browser.context, on: canvas)
        case .audit(let view): view.draw(browser.context, on: canvas)
        }
        return canvas.frame
    }

    package func mayWait(_ message: OnlookerMessage) -> Bool {
        if case .view(let view) = message, layer == nil { browser.mayWait(view) } else { false }
    }
}

/// What the onlooker's console is told.
package enum OnlookerMessage: ScreenMessage {
    /// What the browser below is told.
    case view(ViewMessage)
    /// All preps, the newest first, and what could not be read.
    case preps([PrepSummary], problems: [String])
    case audit(AuditExcerpt)
}

/// What the onlooker's console may ask for. There is no case that changes anything on the controller.
package enum OnlookerEffect: Equatable, Sendable {
    case view(ViewEffect)
    /// Read the end of the audit trail.
    case readAudit
}
