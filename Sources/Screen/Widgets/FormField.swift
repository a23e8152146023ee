/// What stands in a field of a form.
package enum FormValue: Equatable, Sendable {
    case text(LineEditor)
    case list(FormList)
    case toggle(Bool)
    /// So many characters of a text that is kept elsewhere and never shown: a password. The owner takes its keys.
    case masked(Int)
    /// Something to press; it has no value.
    case button
}

/// What a form says at a field.
package struct FormRemark: Equatable, Sendable {
    package enum Kind: Equatable, Sendable { case problem, warning, note }

    package let kind: Kind
    package let text: String

    package init(_ kind: Kind, _ text: String) { (self.kind, self.text) = (kind, text) }

    var look: (glyph: Glyph, role: Role) {
        switch kind {
        case .problem: (.failed, .bad)
        case .warning: (.attention, .warning)
        case .note: (.separator, .faint)
        }
    }
}

/// One field of a form.
package struct FormField<ID: Hashable & Sendable>: Equatable, Sendable {
    package let id: ID
    package let label: String
    /// A line for whoever has reached the field.
    package let hint: String
    package var value: FormValue
    /// What is shown in place of a text while the field has no focus, such as a command with its secrets masked.
    package var shown: String?
    package var remarks: [FormRemark] = []

    package init(_ id: ID, _ label: String, _ value: FormValue, hint: String = "") {
        (self.id, self.label, self.value, self.hint) = (id, label, value, hint)
    }
}

extension FormValue {
    package static func text(_ text: String) -> FormValue { .text(LineEditor(text: text)) }

    /// The text of a text field, or what is chosen first in a list.
    package var text: String {
        get {
            switch self {
            case .text(let editor): editor.text
            case .list(let list): list.chosen.first ?? ""
            case .toggle, .masked, .button: ""
            }
        }
        set {
            switch self {
            case .text(var editor):
                guard editor.text != newValue else { return }
                editor.setText(newValue)
                self = .text(editor)
            case .list(var list):
                list.choose([newValue])
                self = .list(list)
            case .toggle, .masked, .button: break
            }
        }
    }

    /// What is chosen in a list.
    package var chosen: [String] {
        get { if case .list(let list) = self { list.chosen } else { [] } }
        set {
            guard case .list(var list) = self else { return }
            list.choose(newValue)
            self = .list(list)
        }
    }

    package var isOn: Bool {
        get { self == .toggle(true) }
        set { if case .toggle = self { self = .toggle(newValue) } }
    }

    var isOpen: Bool { if case .list(let list) = self { list.isOpen } else { false } }
}
