import Runs

/// What the log desk remembers of the log that was asked for last: long lines, and how many lines of each block filters and
/// searches leave. It is bounded, and forgotten when the log was cut or replaced. Confined to one thread.
final class LogMemory {
    struct Key: Hashable {
        var rules: CompiledRules
        var search: SearchPattern?
        var openedLine: Int?
    }

    let longLines: LongLines
    private let grain: LogGrain
    private var source: LogSource?
    private var identity = LogIdentity()
    /// The one used last comes last.
    private var known: [(key: Key, counts: BlockCounts)] = []

    /// A log's own, a filtered one's, and some searches in them.
    private static let limit = 6

    init(_ grain: LogGrain) { (self.grain, longLines) = (grain, LongLines(least: grain.longLine)) }

    /// A log is looked at again, or another one.
    func take(_ source: LogSource, _ descriptor: Int32, _ signature: FileSignature) {
        if source != self.source {
            (self.source, identity) = (source, LogIdentity())
            forget()
        }
        if identity.takesOver(descriptor, signature) { forget() }
    }

    func counts(for key: Key) -> BlockCounts {
        let counts = known.first { $0.key == key }?.counts ?? BlockCounts(stride: grain.block)
        known.removeAll { $0.key == key }
        if known.count >= Self.limit { known.removeFirst() }
        known.append((key, counts))
        return counts
    }

    func forget() {
        // Also for whoever is just using them.
        for entry in known { entry.counts.forget() }
        known = []
        longLines.forget()
    }
}
