/// What a piece of text is for. Views speak in roles; a theme says how a role looks.
package enum Role: UInt8, CaseIterable, Sendable {
    /// Ordinary text on the terminal's own background.
    case plain
    /// Text that is over, not yet, or of second rank.
    case faint
    /// The names of things: builds, hosts.
    case strong
    /// Headings of tables and blocks.
    case heading
    /// Rules and frames.
    case rule
    /// The bar at the top and the one at the bottom.
    case bar
    /// A key in the footer or in help.
    case key
    /// The one accent: what is selected or has the focus.
    case accent
    /// The selected row.
    case selected
    /// Running.
    case running
    /// Passed, completed.
    case good
    /// Failed: what a person must look at.
    case bad
    /// Attention: hung, terminated, stale, unknown.
    case warning
    /// Skipped, cancelled.
    case skipped
    /// Waiting.
    case waiting
    /// The done and the open part of a progress bar.
    case progressDone, progressOpen
    /// A hit of a search, and the one that one is at.
    case match, matchCurrent
    /// What a log has coloured red or yellow itself: it is no verdict of ours.
    case logRed, logYellow
    /// What a log has put on a ground of a colour itself.
    case logOnGray, logOnRed, logOnGreen, logOnYellow, logOnBlue, logOnMagenta, logOnCyan
    /// What has just changed.
    case changed
    /// Dialogs and overlays.
    case dialog
    /// The text that is being typed.
    case input
    /// Filled bands of the wallboard.
    case bandRunning, bandGood, bandBad, bandWarning, bandSkipped
}

extension Role {
    /// How themes call it: `progress-done`.
    package var name: String {
        String(describing: self).reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
    }

    package init?(name: String) {
        guard let role = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = role
    }
}

/// Attributes beside a role's style; they work without colour.
package struct Emphasis: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let bold = Emphasis(rawValue: 1)
    package static let dim = Emphasis(rawValue: 2)
    package static let underline = Emphasis(rawValue: 4)
    package static let reverse = Emphasis(rawValue: 8)
    /// The text lies on the selected row: it keeps its colour and takes that row's background.
    package static let onSelected = Emphasis(rawValue: 16)
    /// The text lies on the bar at the top or at the bottom.
    package static let onBar = Emphasis(rawValue: 32)
    /// The text lies on a dialog.
    package static let onDialog = Emphasis(rawValue: 64)
}
