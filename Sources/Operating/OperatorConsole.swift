import Runs
package import Screen
package import Viewing

/// The operator's console: the browser, with dialogs over it that can have something done.
///
/// Whoever may only look runs the `OnlookerConsole`. Keys go to the layer on top, then to this console's own table, then to
/// the browser; everything else the browser gets always, so that the screen below a dialog lives on.
package struct OperatorConsole: Program, Ticking, Sendable {
    package internal(set) var browser: Browser
    let desk: OperatorDesk
    var layer: OperatorLayer?
    /// What waits below a log that was opened from it.
    var aside: Aside?
    /// What runs now: one action for each build.
    var acting: [BuildName: ActionKind] = [:]
    /// The operator wants to leave as soon as nothing runs any more.
    var isLeaving = false
    private var pendingKey: Key?
    var shelf = LaunchShelf()
    var book = PrepBook()
    /// Builds that the open launch form has asked about.
    var asked: Set<BuildName> = []

    package init(_ browser: Browser, desk: OperatorDesk) {
        (self.browser, self.desk) = (browser, desk)
        refreshKeys()
    }

    var context: ViewContext { browser.context }
    var size: Size { browser.size }

    /// Whoever waits for a start sees its seconds.
    package var tickInterval: TickInterval { shelf.hasLive ? .second : browser.tickInterval }

    // MARK: Messages

    package mutating func update(_ message: OperatorMessage) -> [OperatorEffect] {
        defer { if message.mayChangeKeys { refreshKeys() } }
        switch message {
        case .view(let message): return take(message)
        case .progress(let build, let line):
            takeProgress(build, line)
            return []
        case .performed(let performed): return take(performed)
        case .prep(let news): return take(news)
        case .answer(let answer):
            takeInLayer(answer)
            return []
        case .file(let order, let outcome):
            take(outcome, of: order)
            return []
        }
    }

    private mutating func take(_ message: ViewMessage) -> [OperatorEffect] {
        switch message {
        case .input(.key(let key)): return take(key)
        case .input(.paste(let text)) where layer != nil: return pasteInLayer(text)
        case .input(.mouse(let event)) where layer != nil: return takeInLayer(event)
        case .resized:
            let effects = pass(message)
            return effects + resizeLayer()
        case .snapshot:
            let effects = pass(message)
            return effects + refreshLayer()
        case .log(let window) where window.request < 0:
            takeLaunchLog(window)
            return []
        case .tick: return pass(message) + tickLaunches()
        case .input, .log, .logIndex, .logTally, .message, .theme, .preps: return pass(message)
        }
    }

    /// Hands a message to the browser.
    private mutating func pass(_ message: ViewMessage) -> [OperatorEffect] {
        translate(browser.update(message)) + returnFromLog()
    }

    func translated(_ effects: [ViewEffect]) -> [OperatorEffect] { effects.map(OperatorEffect.view) }

    /// Leaving while something runs is asked about; everything else is as the browser wants it.
    private mutating func translate(_ effects: [ViewEffect]) -> [OperatorEffect] {
        guard effects.contains(.quit), !acting.isEmpty else { return translated(effects) }
        askToLeave()
        return translated(effects.filter { $0 != .quit })
    }

    private mutating func take(_ performed: Performed) -> [OperatorEffect] {
        acting[performed.build] = nil
        switch performed.result {
        case .done(let text): say(.done, text)
        case .failed(let text, _): say(.problem, "\(performed.kind) of \(performed.build): \(text)")
        }
        let effects = takeLaunchEnd(performed) + takeInLayer(performed)
        if isLeaving, acting.isEmpty { return effects + [.view(.quit)] }
        return effects
    }

    private mutating func takeProgress(_ build: BuildName, _ line: String) {
        say(.note, "\(build): \(SafeText.visible(line))")
        takeLaunchLine(build, line)
    }

    /// What is wrong with what the operator wanted is told whole, where no dialog stands over it.
    mutating func say(_ kind: MessageLine.Kind, _ text: String) {
        browser.say(MessageLine(kind, text, isWhole: layer == nil && (kind == .warning || kind == .problem)))
    }

    // MARK: Acting

    /// Has an approved action done, unless one runs on its build already.
    mutating func perform(_ approved: ApprovedAction) -> [OperatorEffect] {
        if let running = acting[approved.build] {
            say(.warning, "\(running) of \(approved.build) is still running; wait for its end")
            return []
        }
        acting[approved.build] = approved.kind
        say(.note, "\(approved.kind) of \(approved.build) has begun")
        return [.perform(approved)]
    }

    // MARK: Keys

    private mutating func take(_ key: Key) -> [OperatorEffect] {
        browser.foldMessage()
        if layer != nil { return takeInLayer(key) }
        if let text = browser.commandLineText, key == .enter {
            if let line = WriteLine(text) {
                browser.takeCommandLine()
                return perform(line)
            }
            if let command = Self.command(of: text) {
                browser.takeCommandLine()
                return perform(command)
            }
        }
        if browser.takesKeysFirst { return pass(.input(.key(key))) }
        switch OperatorKeymap.table.match(key, pending: &pendingKey) {
        case .command(let command): return perform(command)
        case .begins: return []
        case .none: return pass(.input(.key(key)))
        }
    }

    /// The command line and the help belong to the screen below a list.
    mutating func leaveList(for key: Key) -> [OperatorEffect] {
        layer = nil
        return pass(.input(.key(key)))
    }

    /// The command that a `:` line names.
    private static func command(of line: String) -> OperatorCommand? {
        OperatorKeymap.table.command(named: line.trimmingBlanks())
    }

    /// How our keys stand: all that their rows are made of.
    private struct KeyStanding: Equatable {
        /// Why commands do nothing now, in the order of all commands.
        var reasons: [String?]
        var footer: [OperatorCommand]
    }

    /// As the browser's rows were made.
    private var keyStanding: KeyStanding?

    /// Gives the browser the rows of our keys, as they stand now. Most messages change nothing of them.
    private mutating func refreshKeys() {
        // Looked up once: there may be many thousand builds.
        let target = browser.targetBuild
        let reasons = OperatorCommand.allCases.map { reason(against: $0, target) }
        let commands = zip(OperatorCommand.allCases, reasons)
        // First what is about the selected build.
        let offered = commands.filter { $1 == nil && isOffered($0, target) }.map(\.0)
        let footer =
            offered.filter { $0 == .cancel || $0 == .settle } + offered.filter { $0 != .cancel && $0 != .settle }
        let standing = KeyStanding(reasons: reasons, footer: footer)
        guard standing != keyStanding else { return }
        keyStanding = standing
        browser.context.added = OperatorKeymap.added(footer: footer) { command in
            commands.first { $0.0 == command }?.1
        }
    }

    // MARK: Drawing

    package func view(in size: Size) -> Frame {
        let canvas = Canvas(size: size)
        if browser.draw(on: canvas) { drawLayer(on: canvas) }
        return canvas.frame
    }

    package var wantsFreshKeys: Bool { layer?.asksUnseen == true && browser.isDrawn }

    package func mayWait(_ message: OperatorMessage) -> Bool {
        if case .view(let view) = message, layer == nil { browser.mayWait(view) } else { false }
    }

    package mutating func wasShown() { if browser.isDrawn { layer?.wasShown() } }
}

extension OperatorMessage {
    /// Whether another key may do something afterwards. What comes of logs, many times a second, changes none.
    fileprivate var mayChangeKeys: Bool {
        switch self {
        case .view(.log), .view(.logIndex), .view(.logTally): false
        case .view, .progress, .performed, .prep, .answer, .file: true
        }
    }
}
