import Runs
import Screen

/// What was asked of a log before its lines were there.
enum LogWish: Equatable, Sendable {
    case command(BrowserCommand)
    case spot(LogSpot)
    case search(String, isPattern: Bool)

    /// So many wait at the most.
    static let limit = 100
}

/// Keys that come before the first lines of a log: they wait for these, and are done one after another as if they had been
/// pressed then.
extension Browser {
    /// Whether there are no lines yet that a key could mean, or others wait before it.
    var awaitsLog: Bool { isInLog && (log?.window == nil || log?.early.isEmpty == false) }

    /// Has a wish wait, where there are no lines yet that it could mean.
    /// - Returns: whether it waits.
    mutating func putOff(_ wish: LogWish) -> Bool {
        if case .command(let command) = wish, command.needsNoLines { return false }
        guard awaitsLog, let waiting = log?.early.count else { return false }
        if waiting < LogWish.limit {
            log?.early.append(wish)
        } else {
            say(MessageLine(.warning, "the log has not come yet: no more than \(LogWish.limit) keys wait for it"))
        }
        return true
    }

    /// Does what has waited, as far as what was done before is on the screen; then a search that is being typed begins there.
    mutating func takeWishes() -> [ViewEffect] {
        guard isInLog else { return [] }
        let open = layer
        layer = nil
        var effects: [ViewEffect] = []
        while log?.isSettled == true, let wishes = log?.early, let next = wishes.first {
            log?.early = []
            effects += carryOut(next)
            guard isInLog else { return effects }
            let added = log?.early ?? []
            log?.early = wishes.dropFirst() + added
        }
        guard case .search(let line) = open, line.isWaiting, log?.isSettled == true else {
            layer = open
            return effects
        }
        return effects + goOnTyping(line)
    }

    private mutating func carryOut(_ wish: LogWish) -> [ViewEffect] {
        switch wish {
        case .command(let command): return perform(command)
        case .spot(let spot): return go(to: spot)
        case .search(let text, let isPattern):
            log?.isPattern = isPattern
            return submitSearch(text)
        }
    }
}

extension LogPlace {
    /// Whether all that was asked for is on the screen, or it was told why not yet.
    fileprivate var isSettled: Bool {
        window != nil && pending == nil && (jump == nil || index?.request ?? 0 >= jumpRequest)
    }
}

extension BrowserCommand {
    /// Whether it means the same in a log that shows nothing yet: it leads away, or lies over it.
    fileprivate var needsNoLines: Bool {
        switch self {
        case .back, .quit, .log, .launchLog, .report, .matrix, .failures, .allFailures, .copyCommand: true
        case .filter, .rules, .commandLine, .help, .messages, .theme, .refresh, .redraw, .suspend: true
        default: false
        }
    }
}
