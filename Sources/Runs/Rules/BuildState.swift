/// The states of a build (contract, section 4).
package enum BuildState: String, CaseIterable, Sendable {
    case running = "RUNNING"
    case completed = "COMPLETED"
    case failed = "FAILED"
    case cancelled = "CANCELLED"
    case terminated = "TERMINATED"
    case hung = "HUNG"
    case unknown = "UNKNOWN"

    /// Whether only a new launch leaves it.
    package var isTerminal: Bool { self != .running }

    /// Whether a person must look at it.
    package var needsAttention: Bool { self == .failed || self == .hung || self == .terminated || self == .unknown }
}

/// A state with the reason why.
package struct Verdict: Equatable, Sendable {
    package var state: BuildState
    /// One line.
    package var reason: String

    package init(_ state: BuildState, _ reason: String) { (self.state, self.reason) = (state, reason) }
}
