/// A share as a bar.
package enum ProgressBar {
    /// - Parameter fraction: 0 to 1; anything else is brought into that range. A bar is full only at 1, and never empty
    ///   once something is done.
    package static func text(_ fraction: Double, width: Int, glyphs: GlyphSet = .unicode) -> StyledText {
        guard width > 0 else { return [] }
        let halves = 2 * width
        // A share that is no number counts as nothing done.
        let share = fraction.isNaN ? 0 : min(1, max(0, fraction))
        var done = Int((share * Double(halves)).rounded())
        if share > 0 { done = max(1, done) }
        if share < 1 { done = min(halves - 1, done) }
        let full = String(repeating: glyphs[.barDone], count: done / 2) + (done % 2 == 1 ? glyphs[.barHalf] : "")
        let open = String(repeating: glyphs[.barOpen], count: width - (done + 1) / 2)
        return [Span(full, .progressDone), Span(open, .progressOpen)].filter { !$0.text.isEmpty }
    }
}
