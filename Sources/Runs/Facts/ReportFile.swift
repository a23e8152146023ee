/// What one reporter file (an artifact) says.
package struct ReportFile: Equatable, Sendable {
    package enum Kind: String, Sendable { case junit, mochawesome }
    package enum Verdict: String, Sendable {
        case pass = "PASS"
        case fail = "FAIL"
        /// Not well-formed, cut, a document type definition, two roots.
        case invalid = "INVALID"
        case notJUnit = "NOT_JUNIT"
        /// A whole report without any test and without any error.
        case empty = "EMPTY"
    }

    package var kind: Kind
    package var verdict: Verdict
    /// The spec that it reports on, as the file names it.
    package var spec: String?
    package var cases: [ReportCase] = []
    /// Errors that stand directly under a suite.
    package var suiteErrors: [Failure] = []
    /// When the first suite started, by the file.
    package var startedAt: Timestamp?
    package var duration: Duration?
    /// The number of tests that the file announces: tests skipped by a failed hook are counted only here.
    package var declaredTests: Int?
    /// What is wrong with the file, in one line.
    package var problem: String?

    package init(kind: Kind, verdict: Verdict) { (self.kind, self.verdict) = (kind, verdict) }

    /// Cases that ended so.
    package func count(_ outcome: ReportCase.Outcome) -> Int { cases.count { $0.outcome == outcome } }
}

/// One test case of a reporter file.
package struct ReportCase: Equatable, Sendable {
    package enum Outcome: String, Sendable { case passed, failed, errored, skipped }

    /// The step's title: the file's name without the suite's, a hook's replaced by that of the step it names.
    package var title: String
    package var outcome: Outcome
    package var duration: Duration?
    package var failures: [Failure] = []
    package var hook: String?
    /// Paths of the pictures that a failure has left behind, as far as the file names any.
    package var screenshots: [String] = []

    package init(title: String, outcome: Outcome, duration: Duration? = nil) {
        (self.title, self.outcome, self.duration) = (title, outcome, duration)
    }
}
