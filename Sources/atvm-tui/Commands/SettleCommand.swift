import Acting
import ArgumentParser
import Glibc
import Plans
import Runs

/// `atvm-tui settle BUILD`: says what shall become of a post that nobody knows of, or that was given up.
struct SettleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle", abstract: "Settle a post that nobody knows of, or that was given up.",
        discussion: "Without --posted or --post-again it shows what is known and asks, on a terminal.")

    @OptionGroup var acting: ActingOptions

    @Argument(help: "The build's name.")
    var build: String

    @Option(help: ArgumentHelp("The sub-run that the post is about.", valueName: "key"))
    var subRun: String?

    @Flag(help: "The report did arrive: mark it as posted.")
    var posted = false

    @Flag(help: "The report did not arrive: post the same bytes again.")
    var postAgain = false

    @Flag(help: "Show what would be done, and do nothing.")
    var dryRun = false

    func validate() throws {
        _ = try BuildArgument.check(build)
        if let subRun, SubRunKey(subRun) == nil {
            throw ValidationError("--sub-run is '\(SafeText.visible(subRun))', which is no key of a sub-run.")
        }
        if posted, postAgain { throw ValidationError("--posted and --post-again exclude each other.") }
        if decision == nil, dryRun || isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0 {
            throw ValidationError("say what shall become of the post: --posted or --post-again.")
        }
    }

    private var decision: SettlePlan.Decision? { posted ? .markPosted : postAgain ? .postAgain : nil }

    func run() throws {
        let name = try BuildArgument.check(build)
        let performer = try acting.setting().performer
        let post = try chosenPost(name, performer)
        guard let decision = try decision ?? ask(about: post) else {
            try StandardStreams.print("the post of \(name) was left as it is\n")
            return
        }
        let plan = SettlePlan(name, subRun: post.subRun, decision, launch: post.launch)
        if dryRun {
            try StandardStreams.print(plan.text)
            return
        }
        guard let approved = plan.approve(.yes) else { return }
        let outcome = try ActingRun.run("settle") { () throws(ActingError) in try performer.perform(approved) }
        try StandardStreams.print(outcome + "\n")
    }

    /// The one post that is meant.
    private func chosenPost(_ name: BuildName, _ performer: Performer) throws -> UnsettledPost {
        let posts = try ActingRun.run("settle") { () throws(ActingError) in try performer.unsettledPosts(of: name) }
        let wanted = posts.filter { subRun == nil || $0.subRun?.text == subRun }
        if wanted.count == 1 { return wanted[0] }
        if wanted.isEmpty {
            let whole = subRun.map { "\(name), sub-run \(SafeText.visible($0))," } ?? name.text
            StandardStreams.complain("atvm-tui settle: no post of \(whole) is open")
            throw ExitCode(1)
        }
        let keys = wanted.map { $0.subRun?.text ?? "(the whole build)" }.joined(separator: ", ")
        StandardStreams.complain(
            "atvm-tui settle: several posts of \(name) are open; say which with --sub-run: \(keys)")
        throw ExitCode(EX_USAGE)
    }

    /// - Returns: `nil` to leave it.
    private func ask(about post: UnsettledPost) throws -> SettlePlan.Decision? {
        let state = post.phase == .unknown ? "nobody knows whether it arrived" : "given up"
        var text = "The post of \(post.build), \(post.title): \(state)\n"
        if let reason = post.reason { text += "  \(reason)\n" }
        if let first = post.firstTriedAt { text += "  first tried \(LocalClock.system.full(first))\n" }
        text += post.head.map { "    \($0)\n" }.joined()
        text += "Look into the channel. Did it arrive? yes = mark as posted, no = post it again, Enter = leave it: "
        try StandardStreams.print(text)
        switch readLine()?.trimmingBlanks().lowercased() {
        case "yes": return .markPosted
        case "no": return .postAgain
        default: return nil
        }
    }
}
