import Acting
import ArgumentParser
import Glibc
import Observing
import Plans
import Runs

/// `atvm-tui install`: puts the package in place.
struct InstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Put the package's files in place: program, helper scripts, units.",
        discussion: """
            What is there already is not written again. An environment file is never touched; an inventory that you have \
            changed stays; a unit or script that you have changed is kept beside the new one. With --root only files are \
            written below DIR, and systemd is not asked.
            """)

    @OptionGroup var acting: ActingOptions

    @Flag(help: "Show every file with its digest and every command, and do nothing.")
    var dryRun = false

    @Flag(help: "Move an old installation at /root/atvm-watcher-service away without asking.")
    var replaceOld = false

    func run() throws {
        let setting = try acting.setting()
        let root = setting.settings.observatory.root
        if root.isWholeMachine, geteuid() != 0, !dryRun {
            StandardStreams.complain("atvm-tui install: only root may install here; 'sudo atvm-tui install' does")
            throw ExitCode(EX_NOPERM)
        }
        let survey = InstallSurvey(root, ShippedPackage.files)
        let replaces = try replaceOld || !dryRun && asks(about: survey.oldPackage)
        let plan = try ActingRun.run("install") { () throws(ActingError) in try survey.plan(replacingOld: replaces) }
        if dryRun { return try StandardStreams.print(plan.text) }
        // Whoever types the command has said yes to it.
        guard let approved = plan.approve(.yes) else { return }
        let outcome = try ActingRun.run("install") { () throws(ActingError) in
            try setting.performer.perform(approved) { StandardStreams.complain($0) }
        }
        try StandardStreams.print(outcome + "\n")
    }

    /// Whether an operator at a terminal wants an old installation moved away. Anything but a yes is a no.
    private func asks(about old: OldInstallation?) throws -> Bool {
        guard let old, old.objection == nil, isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return false }
        try StandardStreams.print("There is an old installation at \(old.path). Move it away? [y/N] ")
        let answer = (readLine() ?? "").lowercased()
        return answer == "y" || answer == "yes"
    }
}
