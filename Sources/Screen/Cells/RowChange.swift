/// What of a row must be drawn again.
package enum RowChange {
    /// The columns from the first to the last at which two rows of the same length differ, none where they look alike.
    /// Wide characters at either end are in it whole, those of the old row too.
    package static func columns(from old: ArraySlice<Cell>, to new: ArraySlice<Cell>) -> Range<Int> {
        old.withUnsafeBufferPointer { old in
            new.withUnsafeBufferPointer { new in
                guard old.count == new.count else { return 0..<new.count }
                var start = 0
                while start < new.count, isSame(old[start], new[start]) { start += 1 }
                var end = new.count
                while end > start, isSame(old[end - 1], new[end - 1]) { end -= 1 }
                guard start < end else { return 0..<0 }
                while start > 0, old[start].width == 0 || new[start].width == 0 { start -= 1 }
                while end < new.count, old[end].width == 0 || new[end].width == 0 { end += 1 }
                return start..<end
            }
        }
    }

    private static func isSame(_ one: Cell, _ other: Cell) -> Bool {
        one.scalar == other.scalar && one.role == other.role && one.emphasis == other.emphasis
            && one.width == other.width && one.mark == other.mark
    }
}
