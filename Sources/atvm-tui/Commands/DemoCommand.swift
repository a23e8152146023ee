import ArgumentParser
import CPosix
import Glibc
import Observing
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

    func run() throws {
        let inbox = Mailbox<ViewMessage>()
        // From here on a signal is only noted, so that none can end the program before its folder is removed.
        guard cp_signals_install(inbox.event) == 0 else {
            StandardStreams.complain("atvm-tui: the system gives no more events; try again later")
            throw ExitCode(EX_OSERR)
        }
        ScreenSession.die(by: try show(inbox))
    }

    /// - Returns: the signal that ended the show; the folder is gone by then.
    private func show(_ inbox: Mailbox<ViewMessage>) throws -> EndingSignal? {
        let stage = try DemoStage(
            builds: demo.builds, hosts: demo.hosts, speed: demo.speed, seed: demo.seed, isKept: keep)
        defer { if !keep { DemoStage.remove(stage.folder) } }
        let player: BackgroundPlayer
        do throws(SimulationError) {
            player = try BackgroundPlayer(stage.player) { problem in
                // The reason first: the path is long, and the line is cut behind.
                let reason = String(cString: strerror(problem.code))
                let text = "the demo stands still: \(reason) (\(problem.action) \(problem.path))"
                inbox.put(.message(MessageLine(.problem, text)))
            }
        } catch {
            StandardStreams.complain("atvm-tui demo: \(error)")
            throw ExitCode(EX_OSERR)
        }
        // Before the folder goes: what plays would write into it.
        defer { player.stop() }
        let session = ScreenSession(stage.settings, look: look)
        let end =
            wallboard
            ? try session.run(badge: "demo", inbox: inbox) { context, size, _ in
                Wallboard(context: context, size: size)
            }
            : try session.run(badge: "demo", inbox: inbox) { context, size, themes in
                Browser(context: context, size: size, opening: stage.opening, themes: themes)
            }
        if keep { try StandardStreams.print("the demo's controller stays in \(SafeText.visible(stage.folder.path))\n") }
        return end
    }
}
