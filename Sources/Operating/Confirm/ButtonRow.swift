package import Screen

/// The buttons of a dialog. The first is the safe answer and has the focus at first.
package struct ButtonRow: Equatable, Sendable {
    package struct Button: Equatable, Sendable {
        package let label: String
        /// Of what changes something.
        package let isSafe: Bool

        package init(_ label: String, isSafe: Bool) { (self.label, self.isSafe) = (label, isSafe) }
    }

    package let buttons: [Button]
    package var focus = 0

    package init(_ buttons: [Button]) { self.buttons = buttons }

    /// - Returns: whether the key moved the focus.
    package mutating func take(_ key: Key) -> Bool {
        switch key {
        case .left, .backTab, .character("h"): focus = (focus + buttons.count - 1) % buttons.count
        case .right, .tab, .character("l"): focus = (focus + 1) % buttons.count
        default: return false
        }
        return true
    }

    /// The columns that all of them take.
    package var width: Int { buttons.reduce(0) { $0 + TextWidth.columns($1.label) + 6 } }

    /// The columns that each takes, from the left of the row; the row stands at the right.
    private func places(width: Int) -> [Range<Int>] {
        let widths = buttons.map { TextWidth.columns($0.label) + 6 }
        var x = max(0, width - widths.reduce(0, +))
        return widths.map { width in
            defer { x += width }
            return x..<x + width
        }
    }

    /// The button at a column of a row of that width.
    package func button(atX x: Int, width: Int) -> Int? { places(width: width).firstIndex { $0.contains(x) } }

    /// - Parameter isOpen: whether what changes something can be chosen.
    package func draw(on row: Canvas, isOpen: Bool = true, glyphs: GlyphSet) {
        for (index, place) in places(width: row.width).enumerated() {
            let button = buttons[index]
            let isFocused = index == focus
            let role: Role = button.isSafe ? .strong : isOpen ? .bad : .faint
            let mark = isFocused ? glyphs[.current] : " "
            row.write("\(mark)[ \(button.label) ]", x: place.lowerBound, y: 0, role, isFocused ? .reverse : [])
        }
    }
}
