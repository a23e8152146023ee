/// A piece of text with one look.
package struct Span: Equatable, Sendable {
    package var text: String
    package var role: Role
    package var emphasis: Emphasis

    package init(_ text: String, _ role: Role = .plain, _ emphasis: Emphasis = []) {
        (self.text, self.role, self.emphasis) = (text, role, emphasis)
    }
}

/// Text in pieces of different looks.
package typealias StyledText = [Span]

extension [Span] {
    /// The columns it takes.
    package var width: Int { reduce(0) { $0 + TextWidth.columns($1.text) } }
    package var plainText: String { map(\.text).joined() }
}
