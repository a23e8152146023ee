import Acting
import ArgumentParser
import Plans
import Runs

/// The failed hosts that a command is about.
struct FailedHostsArgument: ParsableArguments {
    @Argument(help: "The build's name.", completion: .builds)
    var build: String

    @Argument(help: "The failed hosts.")
    var hosts: [String]

    @Option(help: ArgumentHelp("The sub-run of these hosts.", valueName: "key"))
    var subRun: String?

    func validate() throws { _ = try BuildArgument.check(build) }

    /// Plans, shows or carries out, and prints the outcome.
    func mark(_ decision: MarkPlan.Decision, _ acting: ActingOptions, isDry: Bool, named command: String) throws {
        let name = try BuildArgument.check(build)
        let setting = try acting.setting()
        let snapshot = try BuildArgument.look(for: name, setting.settings)
        let targets = try hosts.map { try MarkPlan.Target(failed($0, of: snapshot, command)) }
        guard let plan = MarkPlan(name, targets, decision, by: Person.current.text) else { return }
        let performer = setting.performer
        if isDry {
            let objection = try ActingRun.run(command) { () throws(ActingError) in
                try performer.objection(to: plan, in: snapshot)
            }
            if let objection {
                StandardStreams.complain("atvm-tui \(command): \(objection)")
                throw ExitCode(1)
            }
            try StandardStreams.print(plan.text)
            return
        }
        // Whoever types the command has said yes to it.
        guard let approved = plan.approve(.yes) else { return }
        let outcome = try ActingRun.run(command) { () throws(ActingError) in try performer.perform(approved) }
        try StandardStreams.print(outcome + "\n")
    }

    private func failed(_ host: String, of build: BuildSnapshot, _ command: String) throws -> HostSnapshot {
        let failed = build.failedHosts.map(\.host)
        let found = failed.filter { $0.name == host && (subRun == nil || $0.subRun?.text == subRun) }
        if found.count == 1 { return found[0] }
        let shown = SafeText.visible(host)
        if found.count > 1 {
            let keys = found.compactMap { $0.subRun?.text }.joined(separator: ", ")
            StandardStreams.complain(
                "atvm-tui \(command): \(shown) has failed in several sub-runs; say --sub-run: \(keys)")
        } else {
            let names = failed.map { SafeText.visible($0.name) }.joined(separator: ", ")
            StandardStreams.complain(
                "atvm-tui \(command): no host '\(shown)' of \(build.name) has failed; "
                    + (names.isEmpty ? "none has" : "there are \(names)"))
        }
        throw ExitCode(66)
    }
}

/// `atvm-tui claim BUILD HOST…`: shows everyone on the controller that one looks at a failure.
struct ClaimCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim", abstract: "Show everyone that you look at a failed host.",
        discussion: "The name is that of the audit trail. A claim of somebody else is taken over, and the plan says so."
    )

    @OptionGroup var acting: ActingOptions
    @OptionGroup var what: FailedHostsArgument

    @Flag(help: "Nobody looks at it any more.")
    var release = false

    @Flag(help: "Show what would be done, and do nothing.")
    var dryRun = false

    func run() throws { try what.mark(release ? .release : .claim, acting, isDry: dryRun, named: "claim") }
}

/// `atvm-tui waive BUILD HOST… --comment TEXT`: marks a failure as needing nobody; it stays in every count.
struct WaiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waive", abstract: "Mark a failed host as waived, with a comment.",
        discussion: "The failure stays in every count and report; lists of failures show who waived it, and why.")

    @OptionGroup var acting: ActingOptions
    @OptionGroup var what: FailedHostsArgument

    @Option(help: ArgumentHelp("Why nobody needs to look at it.", valueName: "text"))
    var comment: String?

    @Flag(help: "Withdraw the waiver.")
    var withdraw = false

    @Flag(help: "Show what would be done, and do nothing.")
    var dryRun = false

    func validate() throws {
        if withdraw, comment != nil { throw ValidationError("--withdraw and --comment exclude each other.") }
        if !withdraw, decision == nil {
            throw ValidationError(
                "--comment must say why, in at most \(WaiverComment.limit) characters; a waiver without is none.")
        }
    }

    private var decision: MarkPlan.Decision? {
        withdraw ? .withdrawWaiver : comment.flatMap { WaiverComment($0) }.map { .waive($0) }
    }

    func run() throws {
        guard let decision else { return }
        try what.mark(decision, acting, isDry: dryRun, named: "waive")
    }
}
