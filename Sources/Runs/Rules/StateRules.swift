/// What the rules of a build's state look at; everything else about it does not matter to them.
package struct StateFacts: Equatable, Sendable {
    /// A terminal state of this launch that has been recorded.
    package var recorded: Verdict?
    package var isCancelled = false
    package var reachedEnd = false
    /// The recording service cancelled the run.
    package var wasCanceledByService = false
    package var failedHosts = 0
    /// A table of the run says that specs failed, whatever the hosts show.
    package var saysFailed = false
    package var runner = RunnerEvidence.unknown
    /// Whether a log or an artifact of this launch stands.
    package var hasOutput = false
    /// When log or artifacts last changed.
    package var changedAt: Timestamp?
    package var launchedAt: Timestamp?

    package init() {}
}

/// Derives the state of a build from what its sources show (contract, section 4).
///
/// A terminal state that a watcher has recorded stays. One derived here is a view of this moment and nothing more: a run
/// that hangs by the rules alone runs again as soon as it writes again.
package enum StateRules {
    /// The state at a moment. The rules stand in order of strength; the first that fits decides.
    package static func derive(_ facts: StateFacts, at now: Timestamp, windows: Windows) -> Verdict {
        if let recorded = facts.recorded { return recorded }
        if facts.isCancelled { return Verdict(.cancelled, "an operator cancelled it") }
        if facts.reachedEnd { return ended(facts) }
        if facts.wasCanceledByService { return Verdict(.terminated, "the recording service cancelled the run") }
        // A runner that has never written anything has been silent since its launch.
        let silence = (facts.changedAt ?? facts.launchedAt).map { max(.zero, now - $0) }
        if case .gone(let since, let how) = facts.runner, facts.hasOutput || facts.launchedAt != nil {
            // A log that still grows has a writer, whatever the supervisor says.
            let quiet = min(max(.zero, now - since), silence ?? .seconds(Int64.max / 2))
            if quiet > windows.endGrace {
                let ending = how.map { " (\($0))" } ?? ""
                return Verdict(.terminated, "the runner is gone\(ending) and the run did not reach its end")
            }
            return Verdict(.running, "the runner is gone; waiting for the last of its output")
        }
        if !facts.hasOutput, facts.runner != .alive { return withoutEvidence(facts, at: now, windows: windows) }
        if let silence, silence >= windows.hang { return silent(facts, silence) }
        // No figure here: a reason that changes with time alone would make every look at a build news.
        return Verdict(
            .running, facts.runner == .alive ? "the runner lives" : "its log shows no end; no runner is known")
    }

    private static func ended(_ facts: StateFacts) -> Verdict {
        if facts.failedHosts > 0 {
            return Verdict(.failed, facts.failedHosts == 1 ? "1 host failed" : "\(facts.failedHosts) hosts failed")
        }
        return facts.saysFailed
            ? Verdict(.failed, "the run's table says that specs failed") : Verdict(.completed, "no host failed")
    }

    private static func withoutEvidence(_ facts: StateFacts, at now: Timestamp, windows: Windows) -> Verdict {
        if let launched = facts.launchedAt, now - launched <= windows.startupGrace {
            return Verdict(.running, "launched; nothing has been written yet")
        }
        if facts.launchedAt != nil, facts.runner == .unknown {
            return Verdict(.unknown, "an incomplete start: no runner, no log, no artifact; start it again or cancel it")
        }
        return Verdict(.unknown, "no log, no artifact and no runner")
    }

    private static func silent(_ facts: StateFacts, _ silence: Duration) -> Verdict {
        facts.runner == .alive
            ? Verdict(.hung, "the runner lives, but nothing was written for \(DurationText.short(silence))")
            : Verdict(.unknown, "nothing was written for \(DurationText.short(silence)), and no runner is known")
    }
}
