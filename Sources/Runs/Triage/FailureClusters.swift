/// Failures of one rule that lie close together in time.
struct FailureClusters {
    struct Failure {
        /// Safe to show.
        let host: String
        let build: BuildName
        let at: Timestamp
        let cause: KnownCause
    }

    /// The lots of at least so many hosts within the window, none of them with a failure of another.
    private(set) var found: [ArraySlice<Failure>] = []

    private let sorted: [Failure]
    private let window: Duration
    private let least: Int
    /// For each failure, where the lot begins that ends with it, and how many hosts it has.
    private var lots: [(start: Int, hosts: Int)] = []

    init(_ failures: [Failure], within window: Duration, least: Int) {
        sorted = failures.sorted { $0.at == $1.at ? $0.host < $1.host : $0.at < $1.at }
        (self.window, self.least) = (window, least)
        lots = Array(repeating: (0, 0), count: sorted.count)
        count(sorted.indices)
        // Parts that no lot crosses: between pauses longer than the window, then between lots that have been taken. A list,
        // as recursion could go as deep as there are lots.
        var open = partsBetweenPauses()
        while let part = open.popLast() {
            guard let lot = largest(in: part) else { continue }
            found.append(sorted[lot])
            recount(behind: lot.upperBound, before: part.upperBound)
            open += [part.lowerBound..<lot.lowerBound, lot.upperBound..<part.upperBound]
        }
    }

    private func partsBetweenPauses() -> [Range<Int>] {
        guard !sorted.isEmpty else { return [] }
        let starts = sorted.indices.dropFirst().filter { sorted[$0].at - sorted[$0 - 1].at > window }
        return zip([0] + starts, starts + [sorted.count]).map { $0..<$1 }
    }

    /// The lot of most hosts, the newest of several; `nil` when none has enough.
    private func largest(in part: Range<Int>) -> Range<Int>? {
        guard var best = part.first else { return nil }
        for end in part where lots[end].hosts >= lots[best].hosts { best = end }
        return lots[best].hosts >= least ? lots[best].start..<best + 1 : nil
    }

    /// What reached back into a lot that has been taken begins behind it.
    private mutating func recount(behind start: Int, before limit: Int) {
        guard start < limit else { return }
        let end = (start..<limit).first { lots[$0].start >= start } ?? limit
        count(start..<end)
    }

    private mutating func count(_ part: Range<Int>) {
        var start = part.lowerBound
        var uses: [String: Int] = [:]
        for end in part {
            uses[sorted[end].host, default: 0] += 1
            while sorted[end].at - sorted[start].at > window {
                let host = sorted[start].host
                uses[host] = uses[host].flatMap { $0 > 1 ? $0 - 1 : nil }
                start += 1
            }
            lots[end] = (start, uses.count)
        }
    }
}
