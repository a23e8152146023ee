import Runs

/// A line of mocha's `spec` reporter, by its shape alone.
///
///     ✓ 1. Verifying set up (1200ms)
///     2) 7. Create migration session
///     - 8. Tracking Changes
///     (Attempt 1 of 3) 3. Uninstall CMC
enum StepLine: Equatable {
    case passed(title: String, Duration?)
    /// `ordinal` counts the failures of the spec from 1.
    case failed(ordinal: Int, title: String)
    case pending(title: String)
    case retried(title: String, attempt: Int, of: Int)
    /// `22 passing (16m)`, `1 pending`, `2 failing`: what stands after the last step.
    case summary(Summary, Int)

    enum Summary { case passing, pending, failing }

    /// - Parameter titles: gives equal titles one storage.
    init?(_ line: CleanLine, sharing titles: inout SharedTitles) {
        let start = line.column
        guard start < line.end else { return nil }
        switch line.bytes[start] {
        case 0xE2: self.init(mark: line, start, &titles)
        case UInt8(ascii: "-"): self.init(dash: line, start, &titles)
        case UInt8(ascii: "("): self.init(attempt: line, start, &titles)
        default: self.init(number: line, start, &titles)
        }
    }

    private init?(mark line: CleanLine, _ start: Int, _ titles: inout SharedTitles) {
        // Every mark is three bytes long; a blank and the title follow, or nothing at all.
        guard start + 3 <= line.end else { return nil }
        guard start + 3 == line.end || line.bytes[start + 3] == UInt8(ascii: " ") else { return nil }
        let (title, duration) = Self.splitDuration(line, from: min(start + 4, line.end))
        self = .passed(title: titles.text(of: line, title), duration)
    }

    private init?(dash line: CleanLine, _ start: Int, _ titles: inout SharedTitles) {
        guard start + 2 < line.end, line.bytes[start + 1] == UInt8(ascii: " ") else { return nil }
        self = .pending(title: titles.text(of: line, start + 2..<line.end))
    }

    private init?(attempt line: CleanLine, _ start: Int, _ titles: inout SharedTitles) {
        guard line.has("(Attempt ", at: start), let attempt = line.number(at: start + 9),
            line.has(" of ", at: attempt.next), let total = line.number(at: attempt.next + 4),
            line.has(")", at: total.next), attempt.value >= 1, attempt.value < total.value
        else { return nil }
        let title = titles.text(of: line, min(total.next + 2, line.end)..<line.end)
        self = .retried(title: title, attempt: attempt.value, of: total.value)
    }

    private init?(number line: CleanLine, _ start: Int, _ titles: inout SharedTitles) {
        guard let (value, next) = line.number(at: start) else { return nil }
        if line.has(") ", at: next) {
            self = .failed(ordinal: value, title: titles.text(of: line, next + 2..<line.end))
        } else if line.has(" passing", at: next) {
            guard line.end == next + 8 || line.has(" (", at: next + 8) && line.bytes[line.end - 1] == UInt8(ascii: ")")
            else { return nil }
            self = .summary(.passing, value)
        } else if line.has(" pending", at: next), line.end == next + 8 {
            self = .summary(.pending, value)
        } else if line.has(" failing", at: next), line.end == next + 8 {
            self = .summary(.failing, value)
        } else {
            return nil
        }
    }

    /// Splits `title (1200ms)`.
    private static func splitDuration(_ line: CleanLine, from start: Int) -> (Range<Int>, Duration?) {
        let plain = (start..<line.end, Duration?.none)
        guard line.has("ms)", at: line.end - 3) else { return plain }
        var at = line.end - 4
        while at >= start, line.bytes[at].isDigit { at -= 1 }
        guard at > start, let (value, _) = line.number(at: at + 1), line.bytes[at] == UInt8(ascii: "("),
            line.bytes[at - 1] == UInt8(ascii: " ")
        else { return plain }
        return (start..<at - 1, .milliseconds(value))
    }
}
