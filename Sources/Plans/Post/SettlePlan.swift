package import Runs

/// Settling a post of which nobody knows whether it arrived.
package struct SettlePlan: Plan {
    package enum Decision: String, Sendable {
        /// It did not arrive: send the same bytes again.
        case postAgain
        /// It did arrive: write the marker.
        case markPosted
    }

    package let build: BuildName
    /// The sub-run that it is about; `nil` for a plain build.
    package let subRun: SubRunKey?
    package let decision: Decision
    /// The launch whose post was looked at; another one's is not settled. `nil` for whatever stands there.
    package let launch: String?

    package init(_ build: BuildName, subRun: SubRunKey?, _ decision: Decision, launch: String? = nil) {
        (self.build, self.subRun, self.decision, self.launch) = (build, subRun, decision, launch)
    }

    private var whole: String { subRun.map { "\(build), sub-run \($0)" } ?? build.text }

    package var title: String { "settle the post of \(whole)" }

    package var steps: [String] {
        switch decision {
        case .postAgain: ["post the frozen report again; if the first one did arrive, it stands there twice"]
        case .markPosted: ["mark the report as posted; nothing is sent"]
        }
    }

    package var commands: [PlannedCommand] { [] }

    package var files: [String] { decision == .markPosted ? ["posted.marker  (written)"] : ["post.json  (prepared)"] }

    package var consent: Consent { .yesOrNo }

    package var digestText: String {
        ShellWords.join(["settle", build.text, subRun?.text ?? "", decision.rawValue, launch ?? ""])
    }
}
