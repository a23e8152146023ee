package import Runs

/// Writing down about failed hosts of a build who looks at them, or that they were waived. It changes no verdict and no
/// count.
package struct MarkPlan: Plan {
    package enum Decision: Equatable, Sendable {
        /// Whoever acts looks at it.
        case claim
        case release
        /// It needs nobody any more, for this reason; it stays in the count.
        case waive(WaiverComment)
        case withdrawWaiver
    }

    /// A waiver as it stood when somebody planned to replace it.
    package struct Waiver: Equatable, Sendable {
        package let by: String
        package let comment: String

        package init(by: String, comment: String) { (self.by, self.comment) = (by, comment) }
    }

    /// A host of a build.
    package struct Target: Equatable, Sendable {
        package let host: String
        package let subRun: SubRunKey?
        /// Who looked at it when this was planned: a claim takes over from nobody else.
        package let claimedBy: String?
        /// What it was waived with when this was planned: a waiver replaces no other one.
        package let waiver: Waiver?

        package init(host: String, subRun: SubRunKey?, claimedBy: String?, waiver: Waiver? = nil) {
            (self.host, self.subRun, self.claimedBy, self.waiver) = (host, subRun, claimedBy, waiver)
        }

        /// With its sub-run, where it has one; safe to show.
        package var name: String { HostLabel.text(host, in: subRun) }

        package init(_ host: HostSnapshot) {
            let mark = host.mark
            self.init(
                host: host.name, subRun: host.subRun, claimedBy: mark?.claim?.by,
                waiver: mark?.waiver.map { Waiver(by: $0.by, comment: mark?.comment ?? "") })
        }
    }

    package let build: BuildName
    package let targets: [Target]
    package let decision: Decision
    /// As marks name the operator, where that is known: what is one's own is taken over from nobody.
    private let person: String?

    /// - Parameters:
    ///   - targets: a host that is named twice counts once.
    ///   - person: the operator, as marks name one.
    /// - Returns: `nil` without a host.
    package init?(_ build: BuildName, _ targets: [Target], _ decision: Decision, by person: String? = nil) {
        guard !targets.isEmpty else { return nil }
        var known: Set<[String]> = []
        let once = targets.filter { known.insert([$0.host, $0.subRun?.text ?? ""]).inserted }
        (self.build, self.targets, self.decision, self.person) = (build, once, decision, person)
    }

    /// Why there is nothing to do, in one line; `nil` where there is something.
    /// - Parameter marks: all that stand in the build.
    package func objection(to marks: [FailureMark]) -> String? {
        let own = marks.filter { mark in targets.contains { $0.host == mark.host && $0.subRun == mark.subRun } }
        switch decision {
        case .release where own.allSatisfy { $0.claim == nil }:
            return "nobody looks at \(hosts) of \(build); there is nothing to release"
        case .withdrawWaiver where own.allSatisfy { $0.waiver == nil }:
            return "nobody has waived \(hosts) of \(build); there is nothing to withdraw"
        case .claim, .release, .waive, .withdrawWaiver: return nil
        }
    }

    /// `claim`, `waive`, …: as the audit trail and the command line have it.
    package var action: String {
        switch decision {
        case .claim: "claim"
        case .release: "claim release"
        case .waive: "waive"
        case .withdrawWaiver: "waive withdraw"
        }
    }

    /// Beyond so many nobody reads on; the commands name them all.
    package static let namesShown = 12

    package var hosts: String {
        let names = targets.prefix(Self.namesShown).map(\.name).joined(separator: ", ")
        return names + (targets.count > Self.namesShown ? " and \(targets.count - Self.namesShown) more" : "")
    }

    package var title: String {
        switch decision {
        case .claim: "look at \(hosts) of \(build)"
        case .release: "no longer look at \(hosts) of \(build)"
        case .waive: "waive \(hosts) of \(build)"
        case .withdrawWaiver: "withdraw the waiver of \(hosts) of \(build)"
        }
    }

    package var steps: [String] {
        switch decision {
        case .claim:
            let others = targets.filter { $0.claimedBy != person }.compactMap { target in
                target.claimedBy.map { "take \(target.name) over from \(SafeText.visible($0))" }
            }
            return others + ["show everyone on this controller that you look at \(hosts)"]
        case .release: return ["show nobody any more as looking at \(hosts)"]
        case .waive(let comment):
            let others = targets.compactMap { target in target.waiver.map { replacement(of: $0, target.name) } }
            return others + [
                "mark \(hosts) as waived: \(SafeText.visible(comment.text))", "the failure stays in every count",
            ]
        case .withdrawWaiver: return ["remove the waiver of \(hosts)"]
        }
    }

    /// `replace root's waiver of rocky9.5 (known)`
    private func replacement(of waiver: Waiver, _ name: String) -> String {
        "replace \(SafeText.visible(waiver.by))'s waiver of \(name) (\(SafeText.visible(waiver.comment)))"
    }

    /// What does the same on the command line, one line for the hosts of each sub-run.
    package var commands: [PlannedCommand] {
        var words = ["atvm-tui"] + action.split(separator: " ").map(String.init).prefix(1)
        switch decision {
        case .claim: break
        case .release: words.append("--release")
        case .waive(let comment): words += ["--comment", comment.text]
        case .withdrawWaiver: words.append("--withdraw")
        }
        var keys: [SubRunKey?] = []
        for target in targets where !keys.contains(target.subRun) { keys.append(target.subRun) }
        return keys.map { key in
            let hosts = targets.filter { $0.subRun == key }.map { SafeText.visible($0.host) }
            return PlannedCommand(
                ShellWords.join(words + (key.map { ["--sub-run", $0.text] } ?? []) + [build.text] + hosts))
        }
    }

    package var files: [String] { ["failures.json  (written)"] }
    package var consent: Consent { .yesOrNo }

    package var digestText: String {
        let comment: String = if case .waive(let comment) = decision { comment.text } else { "" }
        let targets = targets.flatMap { target in
            [
                target.host, target.subRun?.text ?? "", target.claimedBy ?? "", target.waiver?.by ?? "",
                target.waiver?.comment ?? "",
            ]
        }
        return ShellWords.join([action, build.text, comment] + targets)
    }
}

/// Why a failure was waived: a text that says something, in one line.
package struct WaiverComment: Equatable, Sendable {
    /// In characters.
    package static let limit = FailureMark.commentLimit
    package let text: String

    /// - Returns: `nil` for an empty text, or one that is too long.
    package init?(_ text: String) {
        let line = SafeText.visible(SecretMask.masked(text: text.trimmingBlanks()))
        guard line.contains(where: { $0.isLetter || $0.isNumber }), line.count <= Self.limit else { return nil }
        self.text = line
    }
}
