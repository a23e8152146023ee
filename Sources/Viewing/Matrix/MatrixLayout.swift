import Screen

/// Where the parts of the matrix stand: a function of the size and the number of steps alone.
struct MatrixLayout: Equatable {
    let size: Size
    /// How many steps there are.
    let steps: Int
    /// Columns from one step to the next; 1 means no blank between, but one after every fifth.
    let pitch: Int
    /// Columns of the host's status in words, with a blank behind; 0 without room.
    let wordWidth: Int
    let nameWidth: Int
    /// How many steps have room.
    let shownSteps: Int

    /// - Parameter size: of the body: the screen without bar, crumbs, message line and footer.
    init(_ size: Size, steps: Int) {
        (self.size, self.steps) = (size, steps)
        // Selection, glyph, blank; a blank before the steps; the scroll bar.
        let fixed = 5
        func room(_ pitch: Int) -> Int { size.columns - fixed - Self.span(steps, pitch) }
        pitch = [(4, 18), (3, 18), (2, 10)].first { room($0.0) >= $0.1 }?.0 ?? 1
        let left = room(pitch)
        wordWidth = left >= 17 ? 5 : 0
        nameWidth = min(30, max(10, left - wordWidth))
        let columns = size.columns - fixed - wordWidth - nameWidth
        let pitch = self.pitch
        shownSteps = steps < 1 ? 0 : (1...steps).last { Self.span($0, pitch) <= columns } ?? 1
    }

    private static func span(_ steps: Int, _ pitch: Int) -> Int {
        steps < 1 ? 0 : pitch == 1 ? steps + (steps - 1) / 5 : steps * pitch - (pitch - 1)
    }

    /// Where the steps begin.
    var left: Int { 4 + wordWidth + nameWidth }

    /// Steps stand under their numbers; narrow ones under digits one above the other.
    var headerHeight: Int { pitch < 3 ? 2 : 1 }

    /// The legend stands above the header.
    var top: Int { 1 + headerHeight }

    /// The rule, the step, how it stands, and where there is room why it failed.
    var detailHeight: Int { size.rows >= 18 ? 4 : 3 }

    /// How many hosts have room.
    var rows: Int { max(1, size.rows - top - detailHeight) }

    /// The column of a step, counted from 0 from the first shown.
    func x(ofStep index: Int) -> Int { left + index * pitch + (pitch == 1 ? index / 5 : 0) }

    /// The step at a column of the screen, counted from 0 from the first shown.
    func step(atX x: Int) -> Int? {
        (0..<shownSteps).first { index in
            let start = self.x(ofStep: index)
            // What is between two steps belongs to the one before it.
            return x >= start && x < start + pitch
        }
    }
}
