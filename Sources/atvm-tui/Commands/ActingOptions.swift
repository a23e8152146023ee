import Acting
import ArgumentParser
import Glibc
import Observing
import Plans
import Runs

/// The options of every command that acts.
struct ActingOptions: ParsableArguments {
    @OptionGroup var options: GlobalOptions

    @Option(help: ArgumentHelp("systemd, direct or auto.", valueName: "name"))
    var supervisor: String?

    func validate() throws {
        if let supervisor, !["systemd", "direct", "auto"].contains(supervisor) {
            throw ValidationError(
                "--supervisor is '\(SafeText.visible(supervisor))'; it must be systemd, direct or auto.")
        }
    }

    /// Everything that acting needs.
    func setting() throws -> ActingSetting {
        let settings = try options.settings()
        if settings.boolean("read_only") == true {
            StandardStreams.complain("atvm-tui: read_only is set: nothing may be changed here")
            throw ExitCode(EX_NOPERM)
        }
        let root = settings.observatory.root
        let wanted = supervisor ?? settings.text("supervisor")
        if wanted == "systemd", !root.isWholeMachine {
            StandardStreams.complain(
                "atvm-tui: systemd supervises the builds of / only; below \(settings.root) use --supervisor direct")
            throw ExitCode(EX_UNAVAILABLE)
        }
        let usesSystemd = wanted == "systemd" || wanted == "auto" && BuildActivity.hasSystemd(root)
        var own = root.isWholeMachine ? [] : ["--root", settings.root]
        if let config = options.config { own += ["--config", Self.absolute(config)] }
        let chosen: any Supervisor =
            usesSystemd ? SystemdSupervisor() : DirectSupervisor(root: root, options: own + ["--supervisor", "direct"])
        return ActingSetting(
            settings: settings, supervisor: chosen,
            keeper: KeeperStart(root, usesSystemd: usesSystemd, options: own + ["--supervisor", "direct"]))
    }

    private static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let buffer = realpath(path, nil) else { return path }
        defer { free(buffer) }
        return String(cString: buffer)
    }
}

/// The effective configuration with the supervisor that it names.
struct ActingSetting {
    let settings: Settings
    let supervisor: any Supervisor
    /// What starts the keepers of preps.
    let keeper: KeeperStart

    var performer: Performer {
        Performer(settings: settings.observatory, supervisor: supervisor, person: .current)
    }

    var watcher: WatcherSettings {
        var watcher = WatcherSettings(settings.observatory, clock: .system, supervisor: supervisor.name)
        watcher.limit = Int(settings.text("mattermost.limit")) ?? watcher.limit
        watcher.pauses = RetryPauses(first: settings.duration("mattermost.retry_pause", else: .seconds(2)))
        return watcher
    }
}

/// Runs something that may be refused or fail, and turns that into one clear message and an exit status.
enum ActingRun {
    static func run<Result>(_ command: String, _ body: () throws(ActingError) -> Result) throws -> Result {
        do throws(ActingError) {
            return try body()
        } catch {
            StandardStreams.complain("atvm-tui \(command): \(error)")
            throw ExitCode(status(of: error))
        }
    }

    private static func status(of error: ActingError) -> Int32 {
        switch error {
        case .refused, .failed: 1
        case .noSuchBuild: EX_NOINPUT
        case .unavailable: EX_UNAVAILABLE
        case .cannotWrite: EX_CANTCREAT
        case .configuration: EX_CONFIG
        case .notPermitted: EX_NOPERM
        }
    }
}
