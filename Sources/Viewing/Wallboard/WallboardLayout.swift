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
    ///   - lines: how many there are to show.
    ///   - bigLines: how many lines the name needs in big letters; 0 where they do not fit.
    ///   - bigFacts: whether the width has room for them.
    init(height: Int, lines wanted: Int, bigLines: Int, bigFacts canBeBig: Bool) {
        left = height - 4
        giveLines(upTo: min(wanted, 3))
        if bigLines > 0, take(BigName.height(1)) { bigName = 1 }
        if take(3) { gap = 1 }
        if take(2) { band = 3 }
        giveLines(upTo: min(wanted, 5))
        if bigName == 1, bigLines > 1, take(BigName.height(1)) { bigName = 2 }
        if band == 3, take(WallboardBand.big - band) { band = WallboardBand.big }
        if take(1) { bar = 2 }
        while bigName > 1, bigName < bigLines, take(BigName.height(1)) { bigName += 1 }
        giveLines(upTo: wanted)
        if canBeBig, take(BigText.height + 1) { bigFacts = true }
        if bar == 2, take(1) { bar = 3 }
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
