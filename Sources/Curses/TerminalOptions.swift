/// What an operator may choose about the terminal.
package struct TerminalOptions: Equatable, Sendable {
    /// Whether only ASCII is sent; `nil` lets the locale decide.
    package var ascii: Bool?
    /// Whether clicks and the wheel come to the program; the terminal's own selection then needs Shift.
    package var mouse: Bool
    /// `false` under `NO_COLOR`.
    package var color: Bool

    package init(ascii: Bool? = nil, mouse: Bool = true, color: Bool = true) {
        (self.ascii, self.mouse, self.color) = (ascii, mouse, color)
    }
}
