package import Runs

/// Dates as HTTP headers write them, in all three forms that a server may use.
package enum HTTPDate {
    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
    /// - Returns: `nil` for anything else.
    package static func read(_ text: String) -> Timestamp? {
        let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
        if words.count == 6, words[5] == "GMT" || words[5] == "UTC" {
            return moment(day: words[1], month: words[2], year: words[3], time: words[4])
        }
        guard words.count == 5 else { return nil }
        return moment(day: words[2], month: words[1], year: words[4], time: words[3])
    }

    /// How long a `Retry-After` header asks to wait: seconds, or the moment until which to wait.
    /// - Parameter now: the server's own time where it tells it, so that its clock need not be ours.
    package static func pause(retryAfter value: String, at now: Timestamp) -> Duration? {
        if !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return .seconds(Int64(value).map { min($0, 86_400) } ?? 86_400)
        }
        return read(value).map { max(.zero, $0 - now) }
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func moment(day: String, month: String, year: String, time: String) -> Timestamp? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { number(String($0)) }
        guard let day = number(day), let month = months.firstIndex(of: month), var full = number(year),
            clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
            (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        // Two digits are of the century around 2000.
        if year.utf8.count == 2 { full += full < 70 ? 2000 : 1900 }
        let fields = CalendarFields(
            year: full, month: month + 1, day: day, hour: hour, minute: minute, second: min(second, 59))
        guard CalendarFields(secondsSince1970: fields.secondsSince1970) == fields else { return nil }
        return Timestamp(seconds: fields.secondsSince1970)
    }

    private static func number(_ text: String) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }
}
