package import Runs

/// A script and the place where a show takes it up.
package struct PlannedRun: Equatable, Sendable {
    package var script: RunScript
    package var entrance: Entrance

    /// A plain run that had ended by itself before the show, so that its status was posted.
    package var isPosted: Bool {
        guard case .past = entrance, !script.isCategorized, script.cancelledAfter == nil else { return false }
        return script.hosts.allSatisfy { host in
            host.turns.values.allSatisfy { turn in
                switch turn {
                case .hangs, .runnerDies: false
                case .passesAfter, .fails, .hookFails, .pending, .rendererCrashes: true
                }
            }
        }
    }

    package init(_ script: RunScript, _ entrance: Entrance) { (self.script, self.entrance) = (script, entrance) }

    package enum Entrance: Equatable, Sendable {
        /// It runs: host `host` (counted from 0) has done `share` of its spec.
        case running(host: Int, share: Double)
        /// Nothing has happened any more for so long, be it that the run has ended or that it hangs.
        case past(since: Duration)
        /// It is launched so long after the show has begun.
        case upcoming(after: Duration)
    }

    /// The run's place in time for a show that begins at `beginning`.
    package func schedule(for play: RunPlay, beginning: Timestamp, speed: Double) -> Schedule {
        switch entrance {
        case .running(let host, let share):
            let past = play.moment(host: host, share: share)
            return Schedule(launch: beginning + (.zero - past), past: past, speed: speed)
        case .past(let silence):
            return Schedule(launch: beginning + (.zero - silence - play.length), past: play.length, speed: speed)
        case .upcoming(let delay):
            return Schedule(launch: beginning + delay, speed: speed)
        }
    }
}
