import Screen

/// What keys do while a layer lies over the place.
extension Browser {
    /// The help of this place: rows that do not apply say why.
    var helpSections: [HelpSection] {
        let sections = BrowserKeymap.helpSections(inLog: isInLog) { reason(against: $0) }
        return context.added.joined(with: isInLog ? sections.map(Self.withoutTakenKeys) : sections)
    }

    /// In a log some keys are the log's: elsewhere in its help they are not offered.
    private static func withoutTakenKeys(_ section: HelpSection) -> HelpSection {
        guard section.title != LogKeymap.group else { return section }
        let taken = LogKeymap.taken.map(\.name)
        let rows = section.rows.map { row in
            taken.contains(row.keys)
                ? HelpRow(
                    keys: row.keys, help: row.help, name: row.name,
                    reason: "in a log \(row.keys) is the log's" + (row.name.map { "; type :\($0)" } ?? ""))
                : row
        }
        return HelpSection(title: section.title, rows: rows)
    }

    mutating func takeInLayer(_ key: Key) -> [ViewEffect] {
        switch layer {
        case nil: return []
        case .help(let offset):
            layer = scrolled(key, offset, last: HelpLayer.lastOffset(helpSections, in: size)).map { .help(offset: $0) }
            return []
        case .messages(let offset):
            let last = MessagesLayer.lastOffset(messages, context, in: size)
            layer = scrolled(key, offset, last: last).map { .messages(offset: $0) }
            return []
        case .command(let editor): return takeCommandKey(key, editor)
        case .filter(let editor, let before): return takeFilterKey(key, editor, before)
        case .search(let line): return takeSearchKey(key, line)
        case .artifacts(let choice): return takeChoiceKey(key, choice)
        case .rule(let line): return takeRuleKey(key, line)
        case .rules(let selected): return takeRulesKey(key, selected)
        }
    }

    mutating func paste(_ text: String) -> [ViewEffect] {
        switch layer {
        case .command(var editor):
            editor.paste(text)
            layer = .command(editor)
        case .filter(var editor, let before):
            editor.paste(text)
            layer = .filter(editor, before: before)
            setFilter(editor.text)
        case .search(var line):
            let before = line.editor.text
            line.editor.paste(text)
            layer = .search(line)
            return line.editor.text == before ? [] : searchAsTyped(line)
        case .rule(var line):
            line.editor.paste(text)
            layer = .rule(line)
        case nil, .help, .messages, .rules, .artifacts:
            // Pasted text is never taken as keys.
            say(MessageLine(.note, "pasted text is not taken as keys; open / or : first"))
        }
        return []
    }

    /// The offset after a key in something that scrolls; `nil` closes it.
    private func scrolled(_ key: Key, _ offset: Int, last: Int) -> Int? {
        let page = max(1, size.rows - 6)
        guard let command = BrowserKeymap.table.command(for: key) else { return offset }
        switch command {
        case .down: return min(last, offset + 1)
        case .up: return max(0, offset - 1)
        case .pageDown, .halfDown: return min(last, offset + page)
        case .pageUp, .halfUp: return max(0, offset - page)
        case .top: return 0
        case .bottom: return last
        case .back, .quit, .help, .messages, .open: return nil
        default: return offset
        }
    }

    private mutating func takeCommandKey(_ key: Key, _ editor: LineEditor) -> [ViewEffect] {
        var editor = editor
        switch editor.handle(key, completions: { CommandLine.completions(of: $0, self) }) {
        case .cancelled: layer = nil
        case .submitted(let text):
            layer = nil
            commandHistory = editor.history
            return run(CommandLine.parse(text))
        case .edited, .ignored:
            // An emptied line closes, as in vim and less.
            layer = editor.text.isEmpty && key == .backspace ? nil : .command(editor)
        }
        return []
    }

    private mutating func takeFilterKey(_ key: Key, _ editor: LineEditor, _ before: RowFilter) -> [ViewEffect] {
        var editor = editor
        // The list can be walked while the filter is open.
        if key == .down || key == .up {
            moveSelection(by: key == .down ? 1 : -1)
            return []
        }
        switch editor.handle(key) {
        case .cancelled:
            layer = nil
            setFilter(before.text)
        case .submitted:
            layer = nil
        case .edited, .ignored:
            layer = .filter(editor, before: before)
            setFilter(editor.text)
        }
        return []
    }

    /// Sets the filter of the list on the screen.
    mutating func setFilter(_ text: String) {
        switch place {
        case .builds: builds.list.filter.text = text
        case .build, .matrix: build.list.filter.text = text
        case .failures: failures.list.filter.text = text
        case .host, .log, .report: return
        }
        reorder()
    }
}
