/// The Gregorian calendar's fields of a moment, without a time zone.
package struct CalendarFields: Equatable, Sendable {
    package var year: Int
    package var month: Int
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int

    /// The fields of a count of seconds since 1970-01-01T00:00:00 in the same (unnamed) zone.
    package init(secondsSince1970 seconds: Int64) {
        let days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
        let rest = Int(seconds - days * 86400)
        // Howard Hinnant's civil_from_days: eras of 400 years that begin on 1 March.
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        year = Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0))
        hour = rest / 3600
        minute = rest / 60 % 60
        second = rest % 60
    }

    package init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
    }

    /// Seconds since 1970-01-01T00:00:00 in the same zone.
    package var secondsSince1970: Int64 {
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return (era * 146_097 + dayOfEra - 719_468) * 86400 + Int64(hour * 3600 + minute * 60 + second)
    }

    /// `2026-11-20 14:03:22`
    package var dateAndTime: String { "\(date) \(time)" }
    /// `2026-11-20`
    package var date: String { "\(pad(year, 4))-\(pad(month))-\(pad(day))" }
    /// `14:03:22`
    package var time: String { "\(pad(hour)):\(pad(minute)):\(pad(second))" }

    /// `Mon` … `Sun`
    package var weekday: String {
        let seconds = secondsSince1970
        let days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
        return ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(((days % 7) + 7) % 7)]
    }

    private func pad(_ value: Int, _ width: Int = 2) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}

extension Timestamp {
    /// As in files: `2026-11-20T14:03:22Z`.
    package var rfc3339: String {
        let fields = CalendarFields(secondsSince1970: wholeSeconds)
        return "\(fields.date)T\(fields.time)Z"
    }

    /// With milliseconds, for stamps in `timeline.jsonl`: `2026-11-20T14:03:22.120Z`.
    package var rfc3339WithMilliseconds: String {
        let fields = CalendarFields(secondsSince1970: wholeSeconds)
        let rest = String(milliseconds - wholeSeconds * 1000)
        return "\(fields.date)T\(fields.time).\(String(repeating: "0", count: 3 - rest.utf8.count))\(rest)Z"
    }

    /// Reads RFC 3339, with `T` or a blank between date and time, fractions of a second, and `Z` or an offset.
    /// Without a zone the time is taken as UTC, as mocha-junit-reporter writes it. `nil` for anything else.
    package init?(rfc3339 text: String) {
        let bytes = Array(text.utf8.prefix(64))
        func number(_ start: Int, _ count: Int) -> Int? {
            guard start + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[start..<start + count] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        func isByte(_ at: Int, _ wanted: String) -> Bool { at < bytes.count && wanted.utf8.contains(bytes[at]) }
        guard let year = number(0, 4), isByte(4, "-"), let month = number(5, 2), (1...12).contains(month),
            isByte(7, "-"), let day = number(8, 2), (1...31).contains(day), isByte(10, "Tt "),
            let hour = number(11, 2), hour < 24, isByte(13, ":"), let minute = number(14, 2), minute < 60,
            isByte(16, ":"), let second = number(17, 2), second <= 60
        else { return nil }
        var at = 19
        var milliseconds: Int64 = 0
        if isByte(at, ".,") {
            at += 1
            var scale: Int64 = 100
            guard at < bytes.count, bytes[at] >= 0x30, bytes[at] <= 0x39 else { return nil }
            while at < bytes.count, bytes[at] >= 0x30, bytes[at] <= 0x39 {
                milliseconds += Int64(bytes[at] - 0x30) * scale
                scale /= 10
                at += 1
            }
        }
        var offset = 0
        if at < bytes.count {
            if isByte(at, "Zz") {
                guard at + 1 == bytes.count else { return nil }
            } else {
                guard isByte(at, "+-"), let hours = number(at + 1, 2), hours < 24 else { return nil }
                let colon = isByte(at + 3, ":") ? 1 : 0
                guard let minutes = number(at + 3 + colon, 2), minutes < 60, at + 5 + colon == bytes.count
                else { return nil }
                offset = (hours * 60 + minutes) * 60 * (bytes[at] == UInt8(ascii: "-") ? -1 : 1)
            }
        }
        let fields = CalendarFields(
            year: year, month: month, day: day, hour: hour, minute: minute, second: min(second, 59))
        // 30 February would be counted on into March.
        guard CalendarFields(secondsSince1970: fields.secondsSince1970) == fields else { return nil }
        self.init(milliseconds: (fields.secondsSince1970 - Int64(offset)) * 1000 + milliseconds)
    }
}
