/// Fields one below the other, one of which has the focus. It scrolls where it is taller than its window.
package struct Form<ID: Hashable & Sendable>: Equatable, Sendable {
    /// What an input led to.
    package enum Outcome: Equatable {
        /// The value of that field may have changed.
        case changed(ID)
        /// Focus or cursor have moved, or a list was opened or closed.
        case moved
        case pressed(ID)
        /// It means nothing to the form; the owner may use it.
        case ignored
    }

    package private(set) var fields: [FormField<ID>]
    package private(set) var focus: ID
    /// The first row of the form that is shown.
    private(set) var offset = 0

    /// - Parameter first: the field that has the focus at first.
    package init(_ first: FormField<ID>, _ others: [FormField<ID>]) {
        (fields, focus) = ([first] + others, first.id)
    }

    package subscript(id: ID) -> FormField<ID>? {
        get { fields.first { $0.id == id } }
        set {
            guard let newValue, let index = fields.firstIndex(where: { $0.id == id }) else { return }
            fields[index] = newValue
        }
    }

    /// The value of a field; setting it keeps the cursor of a text that stays the same.
    package func value(_ id: ID) -> FormValue { self[id]?.value ?? .button }

    package mutating func setText(_ text: String, of id: ID) { self[id]?.value.text = text }

    package mutating func setChosen(_ texts: [String], of id: ID) { self[id]?.value.chosen = texts }

    package mutating func setOn(_ isOn: Bool, of id: ID) { self[id]?.value.isOn = isOn }

    package mutating func setOptions(_ options: [FormList.Option], of id: ID) {
        guard case .list(var list)? = self[id]?.value else { return }
        list.setOptions(options)
        self[id]?.value = .list(list)
    }

    package var focused: FormField<ID>? { self[focus] }

    /// Whether a list is open: Esc closes it before it means anything else.
    package var isListOpen: Bool { focused?.value.isOpen == true }

    package mutating func setFocus(_ id: ID) {
        guard self[id] != nil, id != focus else { return }
        if case .list(var list)? = focused?.value, list.isOpen {
            _ = list.finish()
            self[focus]?.value = .list(list)
        }
        focus = id
    }

    // MARK: Input

    /// - Parameter size: of the window in which the form is drawn.
    package mutating func handle(_ key: Key, in size: Size) -> Outcome {
        defer { settle(in: size) }
        guard var field = focused else { return .ignored }
        switch field.value {
        case .text(var editor):
            if let outcome = move(key) { return outcome }
            // The owner decides what Esc means; Ctrl-C is never text.
            guard key != .escape, key != .control("c") else { return .ignored }
            if key == .enter {
                step(1, wraps: false)
                return .moved
            }
            let before = editor.text
            guard editor.handle(key) != .ignored else { return .ignored }
            field.value = .text(editor)
            self[focus] = field
            return editor.text == before ? .moved : .changed(focus)
        case .list(var list):
            if !list.isOpen, let outcome = move(key) { return outcome }
            let outcome = list.handle(key)
            field.value = .list(list)
            self[focus] = field
            let id = focus
            switch outcome {
            case .changed: return .changed(id)
            case .moved: return .moved
            case .ignored: return .ignored
            case .left(let changed):
                step(key == .backTab ? -1 : 1, wraps: key != .enter)
                return changed ? .changed(id) : .moved
            }
        case .toggle(let isOn):
            if let outcome = move(key) { return outcome }
            switch key {
            case .character(" "), .character("x"), .left, .right:
                self[focus]?.value = .toggle(!isOn)
                return .changed(focus)
            case .enter:
                step(1, wraps: false)
                return .moved
            default: return .ignored
            }
        case .masked:
            if let outcome = move(key) { return outcome }
            guard key == .enter else { return .ignored }
            step(1, wraps: false)
            return .moved
        case .button:
            if let outcome = move(key) { return outcome }
            return key == .enter || key == .character(" ") ? .pressed(focus) : .ignored
        }
    }

    package mutating func paste(_ text: String, in size: Size) -> Outcome {
        defer { settle(in: size) }
        switch focused?.value {
        case .text(var editor):
            editor.paste(text)
            self[focus]?.value = .text(editor)
        case .list(var list):
            let isChanged = list.paste(text)
            self[focus]?.value = .list(list)
            if !isChanged { return .moved }
        case .toggle, .masked, .button, nil: return .ignored
        }
        return .changed(focus)
    }

    /// A click on a field gives it the focus; on a toggle, a button or a row of a list it also does what a key would.
    /// - Parameter point: counted from the window's top left.
    package mutating func click(at point: Point, in size: Size) -> Outcome {
        defer { settle(in: size) }
        let rows = rows(in: size)
        let index = point.y + offset
        guard point.y >= 0, point.y < size.rows, rows.indices.contains(index) else { return .ignored }
        switch rows[index] {
        case .field(let number):
            let id = fields[number].id
            let before = self
            setFocus(id)
            switch fields[number].value {
            case .text, .masked: return self == before ? .moved : .changed(before.focus)
            case .list(var list):
                if !list.isOpen { list.open() } else { _ = list.finish() }
                fields[number].value = .list(list)
                return .changed(before.focus)
            case .toggle(let isOn):
                fields[number].value = .toggle(!isOn)
                return .changed(id)
            case .button: return .pressed(id)
            }
        case .option(let number, let row):
            guard case .list(var list) = fields[number].value else { return .ignored }
            _ = list.click(row: row)
            fields[number].value = .list(list)
            return .changed(fields[number].id)
        case .remark(let number, _, _): setFocus(fields[number].id)
        }
        return .moved
    }

    /// Tab, Shift-Tab and the arrows up and down go from field to field.
    private mutating func move(_ key: Key) -> Outcome? {
        switch key {
        case .tab: step(1, wraps: true)
        case .backTab: step(-1, wraps: true)
        case .down: step(1, wraps: false)
        case .up: step(-1, wraps: false)
        default: return nil
        }
        return .moved
    }

    private mutating func step(_ count: Int, wraps: Bool) {
        guard let index = fields.firstIndex(where: { $0.id == focus }) else { return }
        let next = index + count
        if wraps {
            focus = fields[(next + fields.count) % fields.count].id
        } else {
            focus = fields[min(max(0, next), fields.count - 1)].id
        }
    }

    /// Scrolls so that the field with the focus is to be seen, with its list and its remarks as far as they fit.
    package mutating func settle(in size: Size) {
        if case .list(var list)? = focused?.value, list.isOpen {
            list.settle(rows: Self.listRows(list, in: size))
            self[focus]?.value = .list(list)
        }
        let rows = rows(in: size)
        guard let number = fields.firstIndex(where: { $0.id == focus }) else { return }
        let first = rows.firstIndex { $0.field == number } ?? 0
        let last = rows.lastIndex { $0.field == number } ?? first
        offset = Scrolling.offset(keeping: last, from: offset, count: rows.count, height: size.rows)
        offset = Scrolling.offset(keeping: first, from: offset, count: rows.count, height: size.rows)
    }
}
