import Screen

/// How high the parts of a build are on the board. State, name, bar and facts always have a row each; what is left goes
/// to the rest in the order of importance, which is that of the lines in `init`.
struct WallboardLayout: Equatable, Sendable {
    private(set) var band = 1
    /// Lines of the name in big letters.
    private(set) var bigName = 0
    private(set) var bar = 1
    /// Whether hosts and time are said once more in big letters.
    private(set) var bigFacts = false
    /// Rows for what needs a person and what runs.
    private(set) var lines = 0
    /// Blank rows between the parts: 0 or 1.
    private(set) var gap = 0
    private var left: Int

    /// - Parameters:
    ///   - scale: of the big letters.
    ///   - lines: how many there are to show.
    ///   - bigFacts: whether the width has room for them.
    init(height: Int, scale: Int, lines wanted: Int, name: BigName, bigFacts canBeBig: Bool) {
        left = height - 4
        giveLines(upTo: min(wanted, 3))
        // One line of the name goes before a large state; a name that needs two to say anything comes after it.
        if name.fewestLines == 1, take(name.lineHeight) { bigName = 1 }
        if take(WallboardBand.big(scale) - band) { band = WallboardBand.big(scale) }
        if bigName == 0, take(name.fewestLines * name.lineHeight) { bigName = name.fewestLines }
        if take(3) { gap = 1 }
        if band == 1, take(2) { band = 3 }
        giveLines(upTo: min(wanted, 5))
        if bigName == 1, name.lines.count > 1, take(name.lineHeight) { bigName = 2 }
        if take(1) { bar = 2 }
        while bigName > 0, bigName < name.lines.count, take(name.lineHeight) { bigName += 1 }
        giveLines(upTo: wanted)
        if canBeBig, take(BigText.height * scale + 1) { bigFacts = true }
        if bar == 2, take(1) { bar = 3 }
        // What is still left makes the filled parts larger: they are seen from the farthest.
        if bigFacts, take(4) { (band, bar) = (band + 2, bar + 2) }
    }

    private mutating func giveLines(upTo count: Int) {
        while lines < count, take(1) { lines += 1 }
    }

    private mutating func take(_ rows: Int) -> Bool {
        guard left >= rows else { return false }
        left -= rows
        return true
    }
}
