/// The look of one role.
package struct Style: Hashable, Sendable {
    package var foreground: Color
    package var background: Color
    package var emphasis: Emphasis

    package init(_ foreground: Color = .terminal, on background: Color = .terminal, _ emphasis: Emphasis = []) {
        (self.foreground, self.background, self.emphasis) = (foreground, background, emphasis)
    }
}

/// How every role looks.
package struct Theme: Equatable, Sendable {
    package let name: String
    /// By role; all of them are here.
    private let looks: [Look]

    /// The built-in look, changed where `looks` says so.
    package init(name: String, looks: [Role: Look] = [:]) {
        self.name = name
        self.looks = Role.allCases.map { looks[$0] ?? Look(Self.builtInStyle($0)) }
    }

    /// Usable without any file.
    package static let builtIn = Theme(name: "built-in")

    package subscript(_ role: Role) -> Look { looks[Int(role.rawValue)] }

    /// The style of `role` on a terminal of `depth`, with the emphasis of the text itself added.
    ///
    /// Without colour each role has an emphasis of its own, so that states still differ; with eight colours the bright
    /// ones become bold, and bright black, which would be invisible, becomes dim.
    package func style(_ role: Role, _ emphasis: Emphasis = [], at depth: ColorDepth) -> Style {
        let grounds: [(Emphasis, Role)] = [(.onSelected, .selected), (.onBar, .bar), (.onDialog, .dialog)]
        let ground = grounds.first { emphasis.contains($0.0) }?.1
        let own = emphasis.subtracting([.onSelected, .onBar, .onDialog])
        let text = plainStyle(role, own, at: depth)
        guard let ground, ground != role else { return text }
        // What has a ground of its own keeps it within a dialog: a field that is typed into.
        if ground == .dialog, text.background != .terminal { return text }
        let below = plainStyle(ground, own, at: depth)
        if ground == .dialog, below.background == .terminal { return text }
        // A ground that is only reversed has no colour to put others on: there, the ground's look is all there is.
        guard below.background != .terminal else { return Style(below.emphasis.union(text.emphasis.subtracting(.dim))) }
        let foreground = text.foreground == .terminal ? below.foreground : text.foreground
        return Style(foreground, on: below.background, text.emphasis.union(below.emphasis))
    }

    private func plainStyle(_ role: Role, _ emphasis: Emphasis, at depth: ColorDepth) -> Style {
        let look = self[role]
        let style = depth <= .sixteen ? look.plainer ?? look.style : look.style
        var added = style.emphasis.union(emphasis)
        switch depth {
        case .none:
            return Style(Self.colorlessEmphasis(role).union(emphasis))
        case .eight:
            var foreground = style.foreground
            if case .basic(8) = foreground.reduced(to: .sixteen) {
                added.insert(.dim)
                foreground = .terminal
            } else if case .basic(9...15) = foreground.reduced(to: .sixteen), style.background == .terminal {
                added.insert(.bold)
            }
            return Style(foreground.reduced(to: .eight), on: style.background.reduced(to: .eight), added)
        case .sixteen, .indexed, .direct:
            return Style(style.foreground.reduced(to: depth), on: style.background.reduced(to: depth), added)
        }
    }

    /// What tells the roles apart on a terminal without colours.
    package static func colorlessEmphasis(_ role: Role) -> Emphasis {
        switch role {
        case .plain, .good, .progressDone, .input, .dialog, .logYellow: []
        case .faint, .waiting, .rule, .progressOpen: [.dim]
        case .strong, .heading, .key, .running, .changed, .logRed: [.bold]
        case .accent, .match: [.underline]
        case .warning: [.bold, .underline]
        case .skipped: [.dim, .underline]
        case .bad: [.bold, .reverse]
        case .bar, .selected, .bandGood: [.reverse]
        case .bandRunning: [.reverse, .bold]
        case .bandBad: [.reverse, .bold, .underline]
        case .bandWarning: [.reverse, .underline]
        case .bandSkipped: [.reverse, .dim]
        case .matchCurrent: [.reverse, .bold, .underline]
        case .logOnGray, .logOnRed, .logOnGreen, .logOnYellow, .logOnBlue, .logOnMagenta, .logOnCyan: [.reverse]
        }
    }

    /// Works on light and dark terminals alike: only the sixteen colours that the operator's palette defines.
    private static func builtInStyle(_ role: Role) -> Style {
        switch role {
        case .plain, .dialog: Style()
        case .faint, .waiting, .rule, .progressOpen: Style(.basic(8))
        case .strong: Style(.terminal, [.bold])
        case .heading: Style(.basic(8), [.bold])
        case .bar: Style(.terminal, [.reverse])
        case .key, .accent: Style(.basic(6), [.bold])
        case .selected: Style(.terminal, [.reverse])
        case .running: Style(.basic(4), [.bold])
        case .good: Style(.basic(2))
        case .bad: Style(.basic(1), [.bold])
        case .warning: Style(.basic(3), [.bold])
        case .skipped: Style(.basic(8), [.underline])
        case .progressDone: Style(.basic(6))
        case .match: Style(.basic(0), on: .basic(3), [.underline])
        case .matchCurrent: Style(.basic(0), on: .basic(6), [.bold, .underline])
        case .logRed: Style(.basic(1))
        case .logYellow: Style(.basic(3))
        case .logOnGray: Style(.basic(0), on: .basic(7))
        case .logOnRed: Style(.basic(15), on: .basic(1))
        case .logOnGreen: Style(.basic(0), on: .basic(2))
        case .logOnYellow: Style(.basic(0), on: .basic(3))
        case .logOnBlue: Style(.basic(15), on: .basic(4))
        case .logOnMagenta: Style(.basic(15), on: .basic(5))
        case .logOnCyan: Style(.basic(0), on: .basic(6))
        case .changed: Style(.terminal, [.bold])
        case .input: Style(.terminal, [.underline])
        case .bandRunning: Style(.basic(15), on: .basic(4), [.bold])
        case .bandGood: Style(.basic(0), on: .basic(2))
        case .bandBad: Style(.basic(15), on: .basic(1), [.bold])
        case .bandWarning: Style(.basic(0), on: .basic(3), [.bold])
        case .bandSkipped: Style(.basic(15), on: .basic(8))
        }
    }
}

extension Style {
    /// The terminal's own colours.
    fileprivate init(_ foreground: Color = .terminal, _ emphasis: Emphasis) {
        self.init(foreground, on: .terminal, emphasis)
    }

    fileprivate init(_ emphasis: Emphasis) { self.init(.terminal, on: .terminal, emphasis) }
}
