/// Reads durations in the forms in which runners print them. What is no duration gives `nil`.
enum PrintedDuration {
    /// `132ms`, `05:12`, `1:02:03`: the table of a run.
    static func table(_ text: some StringProtocol) -> Duration? {
        if text.hasSuffix("ms") { return number(text.dropLast(2)).map { .milliseconds($0) } }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else { return nil }
        var seconds = 0
        for part in parts {
            guard let value = number(part) else { return nil }
            seconds = seconds * 60 + value
        }
        return .seconds(seconds)
    }

    /// `16 minutes, 7 seconds`, `1 second`, `2 hours, 5 minutes`: the results box.
    static func words(_ text: some StringProtocol) -> Duration? {
        var seconds = 0
        for part in text.split(separator: ",") {
            let words = part.split(separator: " ")
            guard words.count == 2, let value = number(words[0]) else { return nil }
            switch words[1] {
            case "second", "seconds": seconds += value
            case "minute", "minutes": seconds += value * 60
            case "hour", "hours": seconds += value * 3600
            default: return nil
            }
        }
        return text.isEmpty ? nil : .seconds(seconds)
    }

    /// `917ms`, `4.8s`, `16m 7.3s`, `1h 5m 11s`: the table of a recording service.
    static func units(_ text: some StringProtocol) -> Duration? {
        var total = Duration.zero
        for part in text.split(separator: " ") {
            if part.hasSuffix("ms"), let value = number(part.dropLast(2)) {
                total += .milliseconds(value)
            } else if part.hasSuffix("h"), let value = number(part.dropLast()) {
                total += .seconds(value * 3600)
            } else if part.hasSuffix("m"), let value = number(part.dropLast()) {
                total += .seconds(value * 60)
            } else if part.hasSuffix("s"), let value = Double(part.dropLast()), value >= 0, value < 1e9 {
                total += .milliseconds((value * 1000).rounded())
            } else {
                return nil
            }
        }
        return text.isEmpty ? nil : total
    }

    /// A whole number of at most nine digits.
    static func number(_ text: some StringProtocol) -> Int? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy(\.isDigit) else { return nil }
        return Int(text)
    }
}
