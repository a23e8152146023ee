import Glibc
package import Runs

/// The machine's clocks.
package enum WallClock {
    /// The time of day; it can be set back and forward.
    package static func now() -> Timestamp { read(CLOCK_REALTIME) }

    /// Time since boot, suspended time included; it never jumps. Its zero means nothing.
    package static func steady() -> Timestamp { read(CLOCK_BOOTTIME) }

    private static func read(_ clock: clockid_t) -> Timestamp {
        var time = timespec()
        clock_gettime(clock, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

/// A clock for rules: right when it starts, and deaf to later changes of the time of day, so that no window ends early.
struct RuleClock {
    private let start: Timestamp
    private let steadyStart = WallClock.steady()
    private let stands: Bool

    /// - Parameter moment: where the clock stands still; `nil` for one that goes.
    init(fixedAt moment: Timestamp? = nil) {
        start = moment ?? WallClock.now()
        stands = moment != nil
    }

    func now() -> Timestamp { stands ? start : start + (WallClock.steady() - steadyStart) }
}
