/// A key as the operator pressed it.
package enum Key: Hashable, Sendable {
    /// A character, such as `a`, `A` or `é`.
    case character(Unicode.Scalar)
    /// Ctrl with a letter (lower case) or one of `[ \ ] ^ _ @`. Ctrl-I, -M, -J, -H and -[ arrive as the keys they are.
    case control(Unicode.Scalar)
    /// Alt (Esc first) with a character.
    case alt(Unicode.Scalar)
    case enter, tab, backTab, escape, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// F1 to F12.
    case function(Int)
}

/// What the terminal tells the program.
package enum InputEvent: Equatable, Sendable {
    case key(Key)
    /// Text between the marks of a bracketed paste: never commands.
    case paste(String)
    case mouse(MouseEvent)
}

/// A press of a mouse button or a turn of its wheel.
package struct MouseEvent: Equatable, Sendable {
    package enum Action: Equatable, Sendable { case press, release, wheelUp, wheelDown }
    package var action: Action
    package var at: Point

    package init(_ action: Action, at point: Point) { (self.action, self.at) = (action, point) }
}
