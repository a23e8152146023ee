/// A column that says which part of something long is shown. Nothing is drawn where all of it is.
package struct ScrollBar {
    package let offset: Int
    package let visible: Int
    package let count: Int

    package init(offset: Int, visible: Int, count: Int) {
        (self.offset, self.visible, self.count) = (offset, visible, count)
    }

    /// The rows of the thumb on a bar of `height` rows.
    package func thumb(height: Int) -> Range<Int>? {
        guard count > visible, visible > 0, height > 0 else { return nil }
        let length = max(1, min(height, height * visible / count))
        let hidden = count - visible
        // Only the very start touches the top, and only the very end the bottom.
        var start = min(max(0, offset), hidden) * (height - length) / hidden
        if offset > 0, start == 0, height - length > 1 { start = 1 }
        if offset < hidden, start == height - length, start > 1 { start -= 1 }
        return start..<start + length
    }

    package func draw(on canvas: Canvas, glyphs: GlyphSet = .unicode) {
        guard let thumb = thumb(height: canvas.height) else { return }
        for y in 0..<canvas.height {
            let isThumb = thumb.contains(y)
            canvas.write(
                glyphs[isThumb ? .scrollThumb : .scrollTrack], x: canvas.width - 1, y: y, isThumb ? .faint : .rule)
        }
    }
}
