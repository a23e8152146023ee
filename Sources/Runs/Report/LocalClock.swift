/// Turns moments into the controller's local time. The rules of the zone come from outside: this is only their shape.
package struct LocalClock: Sendable {
    /// The zone's difference from UTC in seconds at a moment, and its abbreviation there, such as `PST`.
    package typealias Zone = @Sendable (Timestamp) -> (offset: Int, abbreviation: String)

    private let zone: Zone

    package init(_ zone: @escaping Zone) { self.zone = zone }

    package static let utc = LocalClock { _ in (0, "UTC") }

    /// `2026-11-20 14:03:22 PST`
    package func full(_ time: Timestamp) -> String {
        "\(fields(of: time).dateAndTime) \(zone(time).abbreviation)"
    }

    /// `Fri 14:03:22`
    package func weekdayAndTime(_ time: Timestamp) -> String {
        let fields = fields(of: time)
        return "\(fields.weekday) \(fields.time)"
    }

    /// `11-20 14:03:22`
    package func dayAndTime(_ time: Timestamp) -> String { String(fields(of: time).dateAndTime.dropFirst(5)) }

    /// `14:03:22`
    package func time(_ time: Timestamp) -> String { fields(of: time).time }

    /// `14:03`, with the day before it when that is not today: `11-19 14:03`
    package func brief(_ time: Timestamp, at now: Timestamp) -> String {
        let (text, today) = (full(time), full(now))
        let isToday = text.prefix(10) == today.prefix(10)
        return String(text.prefix(16).dropFirst(isToday ? 11 : 5))
    }

    private func fields(of time: Timestamp) -> CalendarFields {
        CalendarFields(secondsSince1970: time.wholeSeconds + Int64(zone(time).offset))
    }
}
