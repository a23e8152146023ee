import Screen

/// What every screen says of the preps of this controller.
package struct PrepSign: Equatable, Sendable {
    /// Preps that have not ended, those that ask among them.
    package var running: Int
    /// Those whose script waits for an operator.
    package var asking: Int

    package init(running: Int = 0, asking: Int = 0) { (self.running, self.asking) = (running, asking) }

    func text(_ glyphs: GlyphSet, on emphasis: Emphasis = .onBar) -> StyledText {
        if asking > 0 { return [Span("\(glyphs[.attention]) PREP asks", .bad, emphasis)] }
        if running > 0 { return [Span("\(glyphs[.running]) PREP runs", .running, emphasis)] }
        return []
    }
}
