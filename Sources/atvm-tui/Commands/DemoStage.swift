import ArgumentParser
import Glibc
import Runs
import Simulation

/// A simulated controller in a folder of its own.
struct DemoStage {
    let folder: DemoFolder
    let player: Player
    /// The build to open first: one that runs.
    let opening: BuildName?
    /// The processes behind the runs; `nil` on a stage for pictures alone.
    let cast: DemoCast?
    /// Past builds whose status was posted.
    let posted: [BuildName]

    /// Makes the folder and writes what happened before the show; the caller removes the folder.
    /// - Parameter acts: the controller can be acted upon, and processes stand behind its runs.
    /// - Throws: exit 73 after one line.
    init(
        builds: Int, hosts: Int, speed: Double, seed: UInt64, beginning: Timestamp = .current, isKept: Bool = false,
        acts: Bool = false
    ) throws {
        do {
            let folders = Self.temporaryFolder
            DemoFolder.sweep(folders)
            let plan = try DemoPlan.standard(builds: builds, hosts: hosts, seed: seed)
            opening = plan.runs.first?.script.build
            posted = plan.runs.filter(\.isPosted).map(\.script.build)
            folder = try DemoFolder(in: folders, isKept: isKept)
            do {
                if acts {
                    let cast = try DemoCast(root: folder.path, settings: DemoConfiguration.settings(root: folder.path))
                    let controller = SimulatedController(root: folder.path, seed: seed, speed: speed, hands: cast)
                    try controller.makeTree()
                    let commands = ControllerCommands(root: folder.path, seed: seed, speed: speed)
                    try commands.write(program: OwnProgram.path())
                    try DemoConfiguration.write(root: folder.path)
                    self.cast = cast
                    player = try controller.player(for: plan, beginning: beginning)
                } else {
                    cast = nil
                    let controller = SimulatedController(root: folder.path, seed: seed, speed: speed)
                    player = try controller.player(for: plan, beginning: beginning)
                }
            } catch {
                Self.remove(folder)
                throw error
            }
        } catch {
            StandardStreams.complain("atvm-tui demo: \(error)")
            throw ExitCode(EX_CANTCREAT)
        }
    }

    /// As on a controller whose root is the folder; nothing of the operator's own configuration.
    var settings: Settings { DemoConfiguration.settings(root: folder.path) }

    static func remove(_ folder: DemoFolder) {
        do throws(SimulationError) {
            try folder.remove()
        } catch {
            StandardStreams.complain("atvm-tui demo: \(error); remove \(SafeText.visible(folder.path)) yourself")
        }
    }

    private static var temporaryFolder: String {
        guard let path = SettingsReader.variable("TMPDIR"), path.hasPrefix("/") else { return "/tmp" }
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}

/// What a demo plays.
struct DemoOptions: ParsableArguments {
    @Option(help: "How many builds there are.")
    var builds = 8

    @Option(help: "How many hosts each build has.")
    var hosts = 4

    @Option(help: "How many seconds of the runs pass in one second.")
    var speed = 20.0

    @Option(help: "The same seed plays the same runs.")
    var seed: UInt64 = 1

    func validate() throws {
        guard (1...500).contains(builds) else { throw ValidationError("--builds is \(builds); it must be 1 to 500.") }
        guard (1...50).contains(hosts) else { throw ValidationError("--hosts is \(hosts); it must be 1 to 50.") }
        guard speed >= 0.1, speed <= 10_000 else {
            throw ValidationError("--speed is \(speed); it must be 0.1 to 10000.")
        }
    }
}
