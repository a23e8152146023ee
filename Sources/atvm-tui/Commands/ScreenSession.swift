import ArgumentParser
import CPosix
import Curses
import Glibc
import Observing
import Runs
import Screen
import Viewing

/// A signal that ended a screen program, as a bit of CPosix.
struct EndingSignal: Equatable { let bit: UInt32 }

/// One program on the terminal with the engine behind it: from opening the terminal to giving it back.
struct ScreenSession {
    private let settings: Settings
    private let look: LookOptions

    /// How far those step back who may read gigabytes: keys and the lines that they ask for go first, also where
    /// all cores are busy. Half as far who says how the runs stand.
    private static var behindKeys: Int32 { 10 }

    init(_ settings: Settings, look: LookOptions) { (self.settings, self.look) = (settings, look) }

    /// - Parameters:
    ///   - inbox: takes messages of others for the program.
    ///   - make: makes the program, from its context, the terminal's size and the names of the themes.
    /// - Throws: exit codes of the contract, after one clear line.
    /// - Returns: the signal that ended it, for `die(by:)` once everything is cleaned up.
    func run<P: Program & Ticking>(
        badge: String?, inbox: Mailbox<ViewMessage> = Mailbox(), _ make: (ViewContext, Size, [String]) -> P
    ) throws -> EndingSignal? where P.Message == ViewMessage, P.Effect == ViewEffect {
        try run(badge: badge, inbox: inbox, effects: { $0 }, make)
    }

    /// The same for a program that asks for more than to be shown something.
    /// - Parameter effects: makes what carries out the program's effects from what carries out those of the view.
    func run<P: Program & Ticking, Effects: EffectInterpreter>(
        badge: String?, inbox: Mailbox<P.Message>, effects: (ViewEffects) -> Effects,
        _ make: (ViewContext, Size, [String]) -> P
    ) throws -> EndingSignal? where P.Message: ScreenMessage, P.Effect == Effects.Effect {
        let requests = Mailbox<ObservatoryRequest>()
        let logRequests = Mailbox<LogRequest?>()
        let indexOrders = Mailbox<LogIndexer.Order>()
        let countOrders = Mailbox<LogCounter.Order>()
        let pulse = Pulse()
        let turn = KeyTurn()
        let observed = settings.observatory
        // The engine reads while the terminal is being set up.
        let runs = BackgroundThread.start {
            cp_thread_step_back(Self.behindKeys / 2)
            Observatory(observed, mailbox: requests, pulse: pulse, turn: turn) { inbox.put(.view(.snapshot($0))) }.run()
        }
        BackgroundThread.start {
            LogDesk(root: observed.root, mailbox: logRequests) {
                inbox.put(.view(.log($0)))
                turn.pay()
            }.run()
        }
        BackgroundThread.start {
            cp_thread_step_back(Self.behindKeys)
            LogIndexer(root: observed.root, mailbox: indexOrders, turn: turn) { inbox.put(.view(.logIndex($0))) }.run()
        }
        BackgroundThread.start {
            cp_thread_step_back(Self.behindKeys)
            LogCounter(root: observed.root, mailbox: countOrders, turn: turn) { inbox.put(.view(.logTally($0))) }.run()
        }
        guard runs, cp_signals_install(inbox.event) == 0 else {
            StandardStreams.complain("atvm-tui: the system gives no more threads or events; try again later")
            throw ExitCode(EX_OSERR)
        }
        let themes = ThemeShelf(settings, named: look.theme)
        let views = ViewEffects(
            tell: { inbox.put(.view($0)) }, requests: requests, logRequests: logRequests,
            indexOrders: indexOrders, countOrders: countOrders, pulse: pulse, turn: turn, themes)
        let end = try show(themes, badge: badge, inbox, views, effects(views), make)
        requests.put(.stop)
        logRequests.put(nil)
        indexOrders.put(.stop)
        countOrders.put(.stop)
        return end == 0 ? nil : EndingSignal(bit: end)
    }

    /// Ends the process as the signal would have, so that its parent sees why; returns when there was none.
    static func die(by signal: EndingSignal?) {
        if let signal { cp_die_by(signal.bit) }
    }

    private func show<P: Program & Ticking, Effects: EffectInterpreter>(
        _ themes: ThemeShelf, badge: String?, _ inbox: Mailbox<P.Message>, _ views: ViewEffects, _ effects: Effects,
        _ make: (ViewContext, Size, [String]) -> P
    ) throws -> UInt32 where P.Message: ScreenMessage, P.Effect == Effects.Effect {
        var effects = effects
        var terminal: Terminal
        do throws(TerminalError) {
            terminal = try Terminal(options)
        } catch {
            StandardStreams.complain("atvm-tui: \(error)")
            throw ExitCode(EX_UNAVAILABLE)
        }
        let now = WallClock.now()
        let context = ViewContext(
            snapshot: Snapshot(controller: HostIdentity.name, takenAt: now), now: now, clock: .system,
            glyphs: terminal.glyphs, badge: badge)
        if let problem = themes.problem { views.tell(.message(MessageLine(.warning, problem))) }
        var runtime = Runtime(
            make(context, terminal.size, themes.names), theme: themes.current, inbox: inbox,
            pulse: views.pulse, turn: views.turn, poll: settings.observatory.poll)
        // Whatever else in the process writes to standard error would write across the picture.
        let silence = StandardErrorSilence()
        defer { silence.end() }
        let end = runtime.run(on: &terminal) { effect, terminal, theme in
            effects.perform(effect, &terminal, &theme)
        }
        terminal.close()
        effects.finish()
        return end
    }

    private var options: TerminalOptions {
        TerminalOptions(
            ascii: look.ascii ? true : settings.boolean("ascii"),
            mouse: !look.noMouse && settings.boolean("mouse") != false,
            color: SettingsReader.variable("NO_COLOR") == nil)
    }
}
