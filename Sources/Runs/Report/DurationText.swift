/// Writes durations as screens and reports show them.
package enum DurationText {
    /// `2h 05m 09s`, `5m 09s`, `9s` (contract, section 4). Negative ones count as none.
    package static func full(_ duration: Duration) -> String {
        let (hours, minutes, seconds) = parts(duration)
        if hours > 0 { return "\(hours)h \(pad(minutes))m \(pad(seconds))s" }
        if minutes > 0 { return "\(minutes)m \(pad(seconds))s" }
        return "\(seconds)s"
    }

    /// The two largest units, for ages and narrow columns: `3d 04h`, `1h 12m`, `12m`, `9s`.
    package static func short(_ duration: Duration) -> String {
        let (hours, minutes, seconds) = parts(duration)
        if hours >= 48 { return "\(hours / 24)d \(pad(hours % 24))h" }
        if hours > 0 { return "\(hours)h \(pad(minutes))m" }
        if minutes > 0 { return "\(minutes)m" }
        return "\(seconds)s"
    }

    /// The largest unit alone, for ages: `3d`, `4h`, `12m`, `9s`.
    package static func coarse(_ duration: Duration) -> String {
        let (hours, minutes, seconds) = parts(duration)
        if hours >= 48 { return "\(hours / 24)d" }
        if hours > 0 { return "\(hours)h" }
        return minutes > 0 ? "\(minutes)m" : "\(seconds)s"
    }

    /// How a step's duration is shown: `950ms`, `41s`, `3m 10s`.
    package static func step(_ duration: Duration) -> String {
        let milliseconds = max(0, duration.wholeMilliseconds)
        return milliseconds < 1000 ? "\(milliseconds)ms" : full(duration)
    }

    private static func parts(_ duration: Duration) -> (hours: Int64, minutes: Int64, seconds: Int64) {
        let total = max(0, duration.components.seconds)
        return (total / 3600, total / 60 % 60, total % 60)
    }

    private static func pad(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
