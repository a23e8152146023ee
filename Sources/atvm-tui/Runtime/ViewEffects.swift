import Curses
import Observing
import Runs
import Screen
import Viewing

/// Carries out what read-only programs ask for. Nothing here can change the controller.
struct ViewEffects {
    let inbox: Mailbox<ViewMessage>
    let requests: Mailbox<ObservatoryRequest>
    let logRequests: Mailbox<LogRequest?>
    let pulse: Pulse
    private var themes: ThemeShelf

    init(
        inbox: Mailbox<ViewMessage>, requests: Mailbox<ObservatoryRequest>, logRequests: Mailbox<LogRequest?>,
        pulse: Pulse, _ themes: ThemeShelf
    ) {
        (self.inbox, self.requests, self.logRequests) = (inbox, requests, logRequests)
        (self.pulse, self.themes) = (pulse, themes)
    }

    /// Never waits: what takes long is done elsewhere and comes back as a message.
    mutating func perform(_ effect: ViewEffect, _ terminal: inout Terminal, _ theme: inout Theme) -> LoopControl {
        switch effect {
        case .quit: return .quit
        case .redraw: terminal.redraw()
        case .suspend: terminal.suspend()
        case .refresh:
            requests.put(.refresh)
            inbox.put(.message(MessageLine(.note, "looking at everything again")))
        case .attend(let build): requests.put(.attend(build))
        case .readLog(let request): logRequests.put(request)
        case .copy(let text, let what): copy(text, what, &terminal)
        case .useTheme(let name): use(name, &theme)
        }
        return .goOn
    }

    private func copy(_ text: String, _ what: String, _ terminal: inout Terminal) {
        let message =
            terminal.copyToClipboard(text)
            ? MessageLine(.done, "copied \(what) (\(text.utf8.count) bytes) to the terminal's clipboard")
            : MessageLine(.warning, "\(what) is too long for a terminal's clipboard; 'atvm-tui status' prints it")
        inbox.put(.message(message))
    }

    private mutating func use(_ name: String?, _ theme: inout Theme) {
        do throws(ThemeProblem) {
            if let name { theme = try themes.take(name) } else { theme = try themes.next() }
            inbox.put(.theme(theme.name))
        } catch {
            inbox.put(.message(MessageLine(.warning, "\(error)")))
        }
    }
}
