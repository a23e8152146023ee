import Acting
import ArgumentParser
import Glibc
import Observing
import Plans
import Runs

/// The options of every command that acts.
struct ActingOptions: ParsableArguments {
    @OptionGroup var options: GlobalOptions

    @Option(
        help: ArgumentHelp("systemd, direct or auto.", valueName: "name"),
        completion: .list(["auto", "systemd", "direct"]))
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
        return try ActingSetting(settings, config: options.config, supervisor: supervisor)
    }
}

/// The effective configuration with the supervisor that it names.
struct ActingSetting {
    let settings: Settings
    let supervisor: any Supervisor
    /// What starts the keepers of preps.
    let keeper: KeeperStart

    /// - Parameters:
    ///   - config: the configuration file that was given on the command line.
    ///   - supervisor: the name of the supervisor that was given there.
    /// - Throws: exit 69 after one clear line, where that supervisor cannot work.
    init(_ settings: Settings, config: String?, supervisor: String? = nil) throws {
        self.settings = settings
        let root = settings.observatory.root
        let wanted = supervisor ?? settings.text("supervisor")
        if wanted == "systemd", !root.isWholeMachine {
            StandardStreams.complain(
                "atvm-tui: systemd supervises the builds of / only; below \(settings.root) use --supervisor direct")
            throw ExitCode(EX_UNAVAILABLE)
        }
        let usesSystemd = wanted == "systemd" || wanted == "auto" && BuildActivity.hasSystemd(root)
        var own = root.isWholeMachine ? [] : ["--root", settings.root]
        if let config { own += ["--config", Self.absolute(config)] }
        self.supervisor =
            usesSystemd ? SystemdSupervisor() : DirectSupervisor(root: root, options: own + ["--supervisor", "direct"])
        keeper = KeeperStart(root, usesSystemd: usesSystemd, options: own + ["--supervisor", "direct"])
    }

    private static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let buffer = realpath(path, nil) else { return path }
        defer { free(buffer) }
        return String(cString: buffer)
    }

    var performer: Performer {
        Performer(
            settings: settings.observatory, supervisor: supervisor, person: .current, luns: try? settings.luns)
    }

    var watcher: WatcherSettings {
        var watcher = WatcherSettings(settings.observatory, clock: .system, supervisor: supervisor.name)
        watcher.limit = Int(settings.text("mattermost.limit")) ?? watcher.limit
        watcher.pauses = RetryPauses(first: settings.duration("mattermost.retry_pause", else: .seconds(2)))
        watcher.tell = { StandardStreams.complain("atvm-tui: \($0)") }
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
        case .unreadable: EX_DATAERR
        case .unavailable: EX_UNAVAILABLE
        case .cannotWrite: EX_CANTCREAT
        case .configuration: EX_CONFIG
        case .notPermitted: EX_NOPERM
        }
    }
}
