import Runs

/// The ways in which Cypress and its companions write a duration.
enum DurationTexts {
    /// In boxes: `16 minutes, 7 seconds`; fractions are cut off, and minutes are never made hours.
    static func inWords(_ duration: Duration) -> String {
        let seconds = duration.wholeMilliseconds / 1000
        let rest = "\(seconds % 60) second\(seconds % 60 == 1 ? "" : "s")"
        guard seconds >= 60 else { return rest }
        return "\(seconds / 60) minute\(seconds / 60 == 1 ? "" : "s"), \(rest)"
    }

    /// In the table of a run: `132ms`, `16:07`, `1:16:48`.
    static func asClock(_ duration: Duration) -> String {
        let milliseconds = duration.wholeMilliseconds
        guard milliseconds >= 1000 else { return "\(milliseconds)ms" }
        let seconds = milliseconds / 1000
        let tail = "\(twoDigits(seconds / 60 % 60)):\(twoDigits(seconds % 60))"
        return seconds >= 3600 ? "\(seconds / 3600):\(tail)" : tail
    }

    /// In mocha's epilogue: the largest unit alone, rounded: `16m`.
    static func rounded(_ duration: Duration) -> String {
        let milliseconds = duration.wholeMilliseconds
        for (size, unit) in [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s")] as [(Int64, String)]
        where milliseconds >= size {
            return "\((milliseconds + size / 2) / size)\(unit)"
        }
        return "\(milliseconds)ms"
    }

    /// In cypress-cloud's table: `917ms`, `16m 7.3s`, `1h 1m 46.8s`.
    static func withTenths(_ duration: Duration) -> String {
        let milliseconds = duration.wholeMilliseconds
        guard milliseconds >= 1000 else { return "\(milliseconds)ms" }
        let (hours, minutes) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
        let tenths = milliseconds % 60_000 / 100
        let seconds = tenths % 10 == 0 ? "\(tenths / 10)s" : "\(tenths / 10).\(tenths % 10)s"
        return (hours > 0 ? "\(hours)h " : "") + (minutes > 0 ? "\(minutes)m " : "") + seconds
    }

    /// In reporter files: seconds with three decimals.
    static func inSeconds(_ duration: Duration) -> String {
        let milliseconds = duration.wholeMilliseconds
        let rest = String(milliseconds % 1000)
        return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }

    private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
