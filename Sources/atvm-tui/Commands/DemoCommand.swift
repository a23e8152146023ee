import ArgumentParser
import CPosix
import Glibc
import Observing
import Operating
import Runs
import Screen
import Simulation
import Viewing

/// `atvm-tui demo`: a simulated controller in a temporary folder, with live runs, and a screen on it.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Show the console on a simulated controller; nothing real is touched.",
        discussion: "The controller lives in a folder below TMPDIR (else /tmp) that is removed at the end.")

    @OptionGroup var demo: DemoOptions
    @OptionGroup var look: LookOptions

    @Flag(help: "Show the wallboard in place of the console.")
    var wallboard = false

    @Flag(help: "Leave the folder in place and say where it is.")
    var keep = false

    /// Beside its folder a demo writes nothing, and that folder does not stay.
    private static let fate = "it goes when the demo ends; y copies it, and demo --keep leaves the folder"

    func run() throws {
        DemoConfiguration.forgetEnvironment()
        let end =
            wallboard
            ? try show(Mailbox<ViewMessage>()) { session, stage, inbox in
                try session.run(badge: "demo", inbox: inbox) { context, size, _ in
                    Wallboard(context: context, size: size)
                }
            }
            : try show(Mailbox<OperatorMessage>()) { session, stage, inbox in
                let setting = try ActingSetting(stage.settings, config: nil)
                let (desk, vault) = (try setting.desk(fate: keep ? nil : Self.fate), PrepVault())
                return try session.run(
                    badge: "demo", inbox: inbox,
                    effects: { OperatorEffects($0, inbox: inbox, setting: setting, vault: vault) }
                ) { context, size, themes in
                    let browser = Browser(context: context, size: size, opening: stage.opening, themes: themes)
                    return OperatorConsole(browser, desk: desk)
                }
            }
        ScreenSession.die(by: end)
    }

    /// - Returns: the signal that ended the show; the folder and every process are gone by then.
    private func show<Message: ScreenMessage>(
        _ inbox: Mailbox<Message>, _ run: (ScreenSession, DemoStage, Mailbox<Message>) throws -> EndingSignal?
    ) throws -> EndingSignal? {
        // From here on a signal is only noted, so that none can end the program before its folder is removed.
        guard cp_signals_install(inbox.event) == 0 else {
            StandardStreams.complain("atvm-tui: the system gives no more events; try again later")
            throw ExitCode(EX_OSERR)
        }
        let stage = try DemoStage(
            builds: demo.builds, hosts: demo.hosts, speed: demo.speed, seed: demo.seed, isKept: keep, acts: true)
        defer { if !keep { DemoStage.remove(stage.folder) } }
        let mattermost = try mattermost(stage) { inbox.put(.view($0)) }
        // Whoever still posts is answered, so this ends after all others.
        defer { mattermost.close() }
        defer { stage.cast?.end() }
        let player: BackgroundPlayer
        do throws(SimulationError) {
            player = try BackgroundPlayer(stage.player) { problem in
                // The reason first: the path is long, and the line is cut behind.
                let reason = String(cString: strerror(problem.code))
                let text = "the demo stands still: \(reason) (\(problem.action) \(problem.path))"
                inbox.put(.view(.message(MessageLine(.problem, text))))
            }
        } catch {
            StandardStreams.complain("atvm-tui demo: \(error)")
            throw ExitCode(EX_OSERR)
        }
        // Before the folder goes: what plays would write into it.
        defer { player.stop() }
        begin(stage)
        let end = try run(ScreenSession(stage.settings, look: look), stage, inbox)
        if keep { try StandardStreams.print("the demo's controller stays in \(SafeText.visible(stage.folder.path))\n") }
        return end
    }

    /// - Throws: exit 73 after one line.
    private func mattermost(_ stage: DemoStage, tell: @escaping @Sendable (ViewMessage) -> Void) throws
        -> DemoMattermost
    {
        do {
            return try DemoMattermost(root: stage.settings.observatory.root, tell: tell)
        } catch {
            StandardStreams.complain("atvm-tui demo: \(error)")
            throw ExitCode(EX_CANTCREAT)
        }
    }

    /// What the first frame need not wait for.
    private func begin(_ stage: DemoStage) {
        let (cast, settings, posted) = (stage.cast, stage.settings.observatory, stage.posted)
        BackgroundThread.start {
            // A demo without them is one all the same.
            try? UnsettledPosts(settings: settings).write(posted)
            cast?.begin()
        }
    }
}
