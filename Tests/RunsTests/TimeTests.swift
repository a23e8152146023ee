import Runs
import Testing

@Suite struct TimeTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"), (4_107_542_399, "2100-02-28T23:59:59Z"),
            (1_709_164_799, "2024-02-28T23:59:59Z"), (1_709_164_800, "2024-02-29T00:00:00Z"),
            (1_795_183_402, "2026-11-20T14:03:22Z"), (-62_135_596_800, "0001-01-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] as [(Int64, String)])
    func writesAndReads(_ seconds: Int64, _ text: String) {
        #expect(Timestamp(seconds: seconds).rfc3339 == text)
        #expect(Timestamp(rfc3339: text) == Timestamp(seconds: seconds))
    }

    /// Every day of 400 years, which is a whole turn of the calendar.
    @Test func daysFollowEachOther() {
        var last = CalendarFields(secondsSince1970: -86400)
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        for day in Int64(0)..<146_097 {
            let fields = CalendarFields(secondsSince1970: day * 86400)
            let isLeap = last.year % 4 == 0 && (last.year % 100 != 0 || last.year % 400 == 0)
            let length = lengths[last.month - 1] + (last.month == 2 && isLeap ? 1 : 0)
            let isNewMonth = last.day == length
            #expect(fields.day == (isNewMonth ? 1 : last.day + 1))
            #expect(fields.month == (isNewMonth ? last.month % 12 + 1 : last.month))
            #expect(fields.secondsSince1970 == day * 86400)
            last = fields
        }
        #expect(last.date == "2369-12-31")
    }

    @Test(arguments: [
        ("2026-11-20T06:03:22-08:00", "2026-11-20T14:03:22Z"), ("2026-11-20T15:03:22+0100", "2026-11-20T14:03:22Z"),
        ("2026-11-20 14:03:22", "2026-11-20T14:03:22Z"), ("2026-11-20t14:03:22z", "2026-11-20T14:03:22Z"),
        ("2026-11-21T00:00:00+14:00", "2026-11-20T10:00:00Z"), ("2026-12-31T23:59:60Z", "2026-12-31T23:59:59Z"),
        ("2026-11-20T14:03:22.5Z", "2026-11-20T14:03:22Z"), ("2026-11-20T14:03:22", "2026-11-20T14:03:22Z"),
    ])
    func readsZones(_ text: String, _ wanted: String) {
        #expect(Timestamp(rfc3339: text)?.rfc3339 == wanted)
    }

    @Test(arguments: [
        ("2026-11-20T14:03:22.120Z", "2026-11-20T14:03:22.120Z"),
        ("2026-11-20T14:03:22.1Z", "2026-11-20T14:03:22.100Z"),
        ("2026-11-20T14:03:22.123456789Z", "2026-11-20T14:03:22.123Z"),
        ("2026-11-20T14:03:22,007+00:00", "2026-11-20T14:03:22.007Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
    ])
    func keepsMilliseconds(_ text: String, _ wanted: String) {
        #expect(Timestamp(rfc3339: text)?.rfc3339WithMilliseconds == wanted)
    }

    @Test(arguments: [
        "", "now", "2026-11-20", "2026-11-20T14:03", "2026-11-20T14:03:2", "2026-13-20T14:03:22Z",
        "2026-00-20T14:03:22Z",
        "2026-11-32T14:03:22Z", "2026-11-00T14:03:22Z", "2026-11-20T24:00:00Z", "2026-11-20T14:60:22Z",
        "2026-11-20T14:03:61Z", "2026-11-20T14:03:22ZZ", "2026-11-20T14:03:22 Z", "2026-11-20T14:03:22+1",
        "2026-11-20T14:03:22+25:00",
        "2026-11-20T14:03:22+01:99", "２026-11-20T14:03:22Z", "-026-11-20T14:03:22Z", "2026-11-20T14:03:22Zé",
        "2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z", "2026-11-20T14:03:22.Z", "2026-11-31T00:00:00Z",
    ])
    func refuses(_ text: String) { #expect(Timestamp(rfc3339: text) == nil) }

    @Test(arguments: [
        ("2026-11-20T14:03:22Z", "Fri"), ("1970-01-01T00:00:00Z", "Thu"), ("1969-12-31T00:00:00Z", "Wed"),
        ("2000-02-29T12:00:00Z", "Tue"), ("1969-12-31T23:00:00Z", "Wed"),
    ])
    func weekdays(_ text: String, _ day: String) throws {
        let time = try #require(Timestamp(rfc3339: text))
        #expect(CalendarFields(secondsSince1970: time.wholeSeconds).weekday == day)
    }

    @Test func localClockAppliesItsZone() throws {
        let time = try #require(Timestamp(rfc3339: "2026-11-20T22:03:22Z"))
        let clock = LocalClock { _ in (-8 * 3600, "PST") }
        #expect(clock.full(time) == "2026-11-20 14:03:22 PST")
        #expect(clock.weekdayAndTime(time) == "Fri 14:03:22")
        #expect(LocalClock { _ in (5 * 3600, "X") }.full(time) == "2026-11-21 03:03:22 X")
        #expect(LocalClock.utc.time(time) == "22:03:22")
    }
}
