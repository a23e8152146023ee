import Runs
import Screen

/// Filters and highlights of a log.
extension Browser {
    /// Opens the list of them; where there are none, the line for the first.
    mutating func openRules() {
        guard let log else { return }
        layer = log.filters.entries.isEmpty ? .rule(LogRuleLine()) : .rules(selected: 0)
    }

    mutating func takeRuleKey(_ key: Key, _ line: LogRuleLine) -> [ViewEffect] {
        var line = line
        switch key {
        case .tab: line.action = line.action.next
        case .backTab: line.action = line.action.next.next
        case .control("r"): line.isRegex.toggle()
        default:
            switch line.editor.handle(key) {
            case .cancelled:
                closeRuleLine(line)
                return []
            case .submitted: return submit(line)
            case .edited, .ignored: break
            }
        }
        line.problem = nil
        layer = .rule(line)
        return []
    }

    private mutating func closeRuleLine(_ line: LogRuleLine, selecting index: Int? = nil) {
        let count = log?.filters.entries.count ?? 0
        let selected = min(index ?? line.index ?? count - 1, count - 1)
        layer = line.isFromList ? .rules(selected: max(0, selected)) : nil
    }

    private mutating func submit(_ line: LogRuleLine) -> [ViewEffect] {
        guard let rule = line.rule else {
            closeRuleLine(line)
            return []
        }
        do throws(PatternProblem) {
            _ = try SearchPattern(rule.pattern)
        } catch {
            // It would leave nothing of the log: it is mended first.
            var line = line
            line.problem = error.description
            layer = .rule(line)
            return []
        }
        guard let index = line.index else {
            let effects = add(rule)
            closeRuleLine(line, selecting: log?.filters.entries.firstIndex { $0.rule == rule })
            return effects
        }
        log?.filters.replace(index, with: rule)
        closeRuleLine(line)
        return rulesChanged()
    }

    mutating func takeRulesKey(_ key: Key, _ selected: Int) -> [ViewEffect] {
        guard let filters = log?.filters, let command = LogRulesKeymap.table.command(for: key) else { return [] }
        let last = filters.entries.count - 1
        switch command {
        case .up: layer = .rules(selected: max(0, selected - 1))
        case .down: layer = .rules(selected: max(0, min(last, selected + 1)))
        case .first: layer = .rules(selected: 0)
        case .last: layer = .rules(selected: max(0, last))
        case .toggle:
            log?.filters.toggle(selected)
            return rulesChanged()
        case .edit:
            guard filters.entries.indices.contains(selected) else { return [] }
            layer = .rule(LogRuleLine(changing: filters.entries[selected], at: selected))
        case .add: layer = .rule(LogRuleLine(isFromList: true))
        case .remove:
            guard last >= 0 else { return [] }
            log?.filters.remove(selected)
            // Empty it stays open: whoever presses `q` next means the list, not the log.
            layer = .rules(selected: max(0, min(selected, last - 1)))
            return rulesChanged()
        case .close: layer = nil
        }
        return []
    }

    mutating func add(_ rule: LogRule) -> [ViewEffect] {
        guard isInLog, let filters = log?.filters else {
            say(MessageLine(.note, "only in a log"))
            return []
        }
        guard !filters.isFull || filters.entries.contains(where: { $0.rule == rule }) else {
            say(
                MessageLine(
                    .warning, "there are \(LogFilters.limit) filters and highlights; & removes what is not needed"))
            return []
        }
        log?.filters.add(rule)
        return rulesChanged()
    }

    mutating func setRules(_ order: LogRulesOrder) -> [ViewEffect] {
        guard isInLog else {
            say(MessageLine(.note, "only in a log"))
            return []
        }
        switch order {
        case .on: log?.filters.setAll(isOn: true)
        case .off: log?.filters.setAll(isOn: false)
        case .clear: log?.filters.clear()
        }
        return rulesChanged()
    }

    /// Shows the log by the rules that are in force now, from where one is.
    private mutating func rulesChanged() -> [ViewEffect] {
        guard let place = log else { return [] }
        clearMessage()
        logShelf.filters = place.filters
        if place.isWrapped, !place.isFollowing {
            let screen = screen(of: place)
            log?.anchor = screen.anchor(at: screen.top) ?? LogAnchor(offset: place.top)
        }
        log?.forgetFirst()
        log?.jump = nil
        return rereadLog() + askTally()
    }
}
