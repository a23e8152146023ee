import Runs

/// How soon the next look at what grows may come: a few at once, then as many a second as an eye can tell apart. So a line
/// after a while of silence is seen at once, and a flood of lines costs a look for many of them.
struct LookPace {
    /// Between two looks under a flood.
    static let interval = Duration.milliseconds(140)
    /// So many looks need not wait for each other.
    static let burst = 3
    private static let credit = interval * (burst - 1)

    /// When nothing of the last looks counts any more, by the steady clock.
    private var isFreeAt = Timestamp(milliseconds: .min)

    /// A look has brought news.
    mutating func note(at now: Timestamp) { isFreeAt = max(isFreeAt, now) + Self.interval }

    /// How long the next look is to wait; zero when it may come at once.
    func pause(at now: Timestamp) -> Duration { max(.zero, isFreeAt - now - Self.credit) }
}
