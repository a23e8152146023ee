/// What is known of a kind of failure: by what it is recognized, what causes it, what to do.
package struct TriageRule: Equatable, Sendable {
    /// Where a line comes from.
    package enum Source: String, CaseIterable, Sendable {
        /// What a run, a test or a command has written.
        case log
        /// The word by which a job scheduler calls an end.
        case result
        /// The line with which it explains an end.
        case reason
    }

    /// Short, and shown beside every cause: `CMC-03`.
    package let id: String
    package let pattern: LinePattern
    /// What the title of the failed step must fit, where only some steps are meant.
    package let step: LinePattern?
    package let cause: String
    package let advice: String
    package let retry: Retry
    package let sources: Set<Source>

    package init(
        id: String, pattern: LinePattern, step: LinePattern? = nil, cause: String, advice: String, retry: Retry,
        sources: Set<Source> = Set(Source.allCases)
    ) {
        (self.id, self.pattern, self.step, self.cause) = (id, pattern, step, cause)
        (self.advice, self.retry, self.sources) = (advice, retry, sources)
    }
}

/// Whether running it again makes sense.
package enum Retry: String, CaseIterable, Hashable, Sendable {
    case safe
    case later
    case afterRepair = "after repair"
    /// Together with the job that it follows from.
    case withRoot = "with root"
    case maybe
    case asWished = "as wished"
    /// The product itself fails: a rerun only shows it again.
    case product
    case no
    /// It is no failure (yet).
    case notNeeded = "n/a"

    /// The rule's word as an operator reads it.
    package var advice: String {
        switch self {
        case .safe: "rerun: safe"
        case .later: "rerun: later"
        case .afterRepair: "rerun: after repair"
        case .withRoot: "rerun: with the job it follows from"
        case .maybe: "rerun: may help"
        case .asWished: "rerun: as wished"
        case .product: "rerun: no, report it: the product fails"
        case .no: "rerun: cannot help"
        case .notNeeded: "rerun: not needed"
        }
    }
}

/// What a rule says of a failure. It explains; it never changes a verdict.
package struct KnownCause: Hashable, Sendable {
    package var rule: String
    package var cause: String
    package var advice: String
    package var retry: Retry
    /// The line that the rule has recognized, safe to show.
    package var line: String
    /// Where it was found by the one line of a record, of one host or of several. The log, were it read, might show
    /// another cause.
    package var doubt = Doubt.none

    package enum Doubt: Hashable, Sendable {
        /// Logs have shown it.
        case none
        /// Of some hosts only the record was read, of others the log.
        case ofSome
        /// No log was read.
        case ofAll
    }

    package init(rule: String, cause: String, advice: String, retry: Retry, line: String) {
        (self.rule, self.cause, self.advice, self.retry, self.line) = (rule, cause, advice, retry, line)
    }

    /// The rule as lists show it: `CMC-03`, and `CMC-03?` of what is provisional.
    package var label: String { isProvisional ? rule + "?" : rule }
    /// `CMC-03: the source disk is in use`
    package var text: String { "\(label): \(cause)" }
    /// What to do, and whether to run it again.
    package var hint: String { advice.isEmpty ? rerun : "\(advice) (\(rerun))" }

    package var isProvisional: Bool { doubt != .none }

    /// Whether running it again makes sense. Of what no log has shown nobody can say: advice that the log contradicts is
    /// worse than none.
    package var rerun: String {
        switch doubt {
        case .none: retry.advice
        case .ofSome: "\(retry.advice); of some of them only the record was read"
        case .ofAll: "from the record alone; its log was not read"
        }
    }
}
