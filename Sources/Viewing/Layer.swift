import Screen

/// What lies over the place: keys go to it first.
enum Layer: Equatable, Sendable {
    case help(offset: Int)
    case messages(offset: Int)
    /// The `:` line.
    case command(LineEditor)
    /// The `/` line: a filter of a list, which acts at once, or the text to search a log for.
    case filter(LineEditor, before: RowFilter)
    case search(LogSearchLine)
    /// The line in which a rule for the lines of a log is typed, and the list of rules with the one that is selected.
    case rule(LogRuleLine)
    case rules(selected: Int)
    /// Several reports, of which one is to be opened.
    case artifacts(ArtifactChoice)
}
