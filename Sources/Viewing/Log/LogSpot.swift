import Runs

/// A place in a log as one types it behind a colon: `123`, `50%`, `14:03`, `14:03:22`.
enum LogSpot: Equatable, Sendable {
    /// Counted from 1.
    case line(Int)
    /// In thousandths of the file.
    case share(Int)
    /// The last moment with this local time, in seconds of the day.
    case time(Int)

    var isShare: Bool { if case .share = self { true } else { false } }

    init?(_ text: String) {
        if let number = Self.number(text) {
            self = .line(max(1, number))
        } else if text.hasSuffix("%"), let share = Self.number(text.dropLast()), share <= 100 {
            self = .share(share * 10)
        } else if let seconds = Self.seconds(text) {
            self = .time(seconds)
        } else {
            return nil
        }
    }

    /// Why a text that begins as a place does is none; `nil` where it is no place at all.
    static func problem(with text: String) -> String? {
        guard let first = text.utf8.first, (0x30...0x39).contains(first), LogSpot(text) == nil else { return nil }
        return "'\(SafeText.visible(text))' is no place: a line is :1200, a share :50%, a time :14:03"
    }

    /// The seconds of the day of `14:03` or `14:03:22`.
    private static func seconds(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { $0.utf8.count <= 2 ? number($0) : nil }
        guard (2...3).contains(parts.count), numbers.count == parts.count, numbers[0] < 24 else { return nil }
        guard numbers.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
        return numbers[0] * 3600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
    }

    private static func number(_ text: some StringProtocol) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } && text.utf8.count <= 15 ? Int(text) : nil
    }

    /// The end of the last second not after `end` that has a local time: lines of that second have arrived by then.
    static func moment(ofDay seconds: Int, before end: Timestamp, _ clock: LocalClock) -> Timestamp {
        let late = Self.seconds(clock.time(end)) ?? 0
        let back = late >= seconds ? late - seconds : late - seconds + 86_400
        return Timestamp(seconds: end.wholeSeconds - Int64(back)) + .milliseconds(999)
    }
}
