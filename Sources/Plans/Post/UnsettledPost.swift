package import Runs

/// A post that an operator may settle, and what is known of it.
package struct UnsettledPost: Equatable, Sendable {
    package var build: BuildName
    /// `nil` for the post of a plain build.
    package var subRun: SubRunKey?
    /// The launch whose report it is.
    package var launch: String?
    /// `.unknown` or `.gaveUp`.
    package var phase: Posting.Phase
    package var firstTriedAt: Timestamp?
    /// Requests that were refused or could not be sent.
    package var failures: Int
    /// Why it stands where it stands; one line.
    package var reason: String?
    /// The first lines of the frozen report, safe to show; empty when it is not there any more as it was frozen.
    package var head: [String]
    /// The size of the frozen body in bytes; `nil` when it is not there any more as it was frozen.
    package var size: Int?

    package init(
        _ build: BuildName, subRun: SubRunKey?, phase: Posting.Phase, firstTriedAt: Timestamp?, failures: Int,
        reason: String?, head: [String], size: Int?, launch: String? = nil
    ) {
        self.launch = launch
        (self.build, self.subRun, self.phase, self.firstTriedAt) = (build, subRun, phase, firstTriedAt)
        (self.failures, self.reason, self.head, self.size) = (failures, reason, head, size)
    }

    package var title: String { subRun.map { "sub-run \($0)" } ?? "the whole build" }
}
