import Runs

/// When lines of a log arrived, in the order of the log.
struct ArrivalTable {
    private var offsets: [Int] = []
    private var times: [Timestamp] = []
    /// For each line the earliest time of it and of all that follow: times can run back, these cannot.
    private var earliest: [Timestamp] = []

    init(_ arrivals: [(offset: Int, at: Timestamp)] = []) {
        let arrivals = arrivals.sorted { $0.offset < $1.offset }
        (offsets, times) = (arrivals.map(\.offset), arrivals.map(\.at))
        earliest = times
        for index in times.indices.dropLast().reversed() { earliest[index] = min(times[index], earliest[index + 1]) }
    }

    var isEmpty: Bool { offsets.isEmpty }

    /// When the first and the last of them came.
    var span: ClosedRange<Timestamp>? {
        guard let first = earliest.first, let last = times.max() else { return nil }
        return first...last
    }

    /// Where a time of day leads to that was last met then: to the last day of the log that has it, and where none has to
    /// the nearer end.
    func answer(_ time: Timestamp) -> LogIndexReport.Answer {
        guard let span, let first = line(by: span.lowerBound), let last = line(by: span.upperBound) else {
            return .nothing
        }
        // That time on the last day of the log on which it was met.
        let day: Int64 = 86_400_000
        let ago = (span.upperBound - time).wholeMilliseconds
        let days = ago >= 0 ? ago / day : -((day - 1 - ago) / day)
        let same = time + .milliseconds(days * day)
        if same >= span.lowerBound { return .found(line(by: same) ?? first) }
        if time > span.upperBound { return .found(last) }
        let isLate = time + .seconds(86_400) - span.upperBound < span.lowerBound - time
        return .outside(isLate ? last : first, span)
    }

    /// The last line that had arrived by then; before all arrivals the first line.
    func line(by time: Timestamp) -> Int? {
        let after = Self.count(of: earliest) { $0 <= time }
        return isEmpty ? nil : offsets[max(0, after - 1)]
    }

    /// The times of lines within a range.
    func within(_ range: Range<Int>) -> [Int: Timestamp] {
        var found: [Int: Timestamp] = [:]
        var index = Self.count(of: offsets) { $0 < range.lowerBound }
        while index < offsets.count, offsets[index] < range.upperBound {
            found[offsets[index]] = times[index]
            index += 1
        }
        return found
    }

    /// How many values at the beginning fit, of a list in which those that fit come first.
    private static func count<Value>(of values: [Value], fitting: (Value) -> Bool) -> Int {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if fitting(values[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
