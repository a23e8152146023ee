import Acting
import CPosix
import Glibc
import Observing
import Runs
import Simulation
import Synchronization

/// The processes behind the runs that a demo plays by itself: for each a process that stands for its runner, so that it can
/// be cancelled as any other, and a real watcher. They end with the demo, however that ends.
final class DemoCast: Stagehands {
    private let root: String
    private let program: String
    private let supervisor: DirectSupervisor
    /// Nobody writes into it: whoever reads from it learns of our end.
    private let lifeline: (readEnd: Int32, writeEnd: Int32)
    private let state = Mutex(State())

    private struct State {
        var runners: [BuildName: pid_t] = [:]
        /// Builds whose watcher is still to be started.
        var waiting: [BuildName] = []
        var followed: Set<BuildName> = []
        var guardian: pid_t?
        var isOver = false
    }

    init(root: String, settings: Settings) throws(SimulationError) {
        var ends: [Int32] = [-1, -1]
        let code = cp_pipe(&ends, false)
        guard code == 0 else { throw SimulationError(action: "make", path: "a pipe", code: code) }
        lifeline = (ends[0], ends[1])
        (self.root, program) = (root, try OwnProgram.path())
        let observed = settings.observatory
        supervisor = DirectSupervisor(root: observed.root, options: ["--root", root, "--supervisor", "direct"])
    }

    deinit {
        close(lifeline.readEnd)
        close(lifeline.writeEnd)
    }

    // MARK: Asked by the player

    var haveWatchers: Bool { true }
    var pastRunner: Simulation.ProcessIdentity { .current.gone }

    func runner(of build: BuildName) -> Simulation.ProcessIdentity {
        let words = ["simulate", "runner", "--build-name", build.text]
        // Without a process the run has ended where it stands, which is what the screen will say.
        guard let pid = start(words, in: Root(root).automation) else { return pastRunner }
        state.withLock {
            $0.runners[build] = pid
            $0.waiting.append(build)
        }
        return .running(Int(pid))
    }

    func launched(_ build: BuildName) { BackgroundThread.start { self.follow() } }

    func isFollowed(_ build: BuildName) -> Bool { state.withLock { $0.followed.contains(build) } }

    func isRunning(_ build: BuildName) -> Bool {
        state.withLock { state in
            guard let pid = state.runners[build] else { return false }
            var status: Int32 = 0
            guard waitpid(pid, &status, WNOHANG) == 0 else {
                state.runners[build] = nil
                return false
            }
            return true
        }
    }

    func ended(_ build: BuildName) {
        guard let pid = state.withLock({ $0.runners.removeValue(forKey: build) }) else { return }
        var status: Int32 = 0
        kill(pid, SIGKILL)
        waitpid(pid, &status, 0)
    }

    // MARK: Asked by the demo

    /// Starts what the first frame need not wait for: the guardian, and the watchers of the runs that go on.
    func begin() {
        let guardian = start(["simulate", "guard", "--root", root], in: "/")
        state.withLock { $0.guardian = guardian }
        follow()
    }

    /// Nothing is started any more, and every process of the demo's controller ends.
    func end() {
        state.withLock { $0.isOver = true }
        DemoProcesses(root: root).end()
        var status: Int32 = 0
        let left = state.withLock { Array($0.runners.values) + [$0.guardian].compactMap(\.self) }
        for pid in left {
            kill(pid, SIGKILL)
            waitpid(pid, &status, 0)
        }
    }

    // MARK: Parts

    /// Starts the watchers that are missing. One that cannot be started is missing on screens: nothing is posted.
    private func follow() {
        while let build = state.withLock({ $0.isOver || $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }) {
            guard (try? supervisor.start(.watcher, of: build)) != nil else { continue }
            state.withLock { _ = $0.followed.insert(build) }
        }
    }

    private func start(_ words: [String], in folder: String) -> pid_t? {
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard null >= 0 else { return nil }
        defer { close(null) }
        // Copies of ours, freed below; C only reads them.
        let argv = ([program] + words).map { strdup($0) } + [nil]
        defer { argv.forEach { free($0) } }
        var variables: [UnsafePointer<CChar>?] = []
        var next = environ
        while let entry = next.pointee {
            variables.append(UnsafePointer(entry))
            next += 1
        }
        var pid: pid_t = 0
        let code = cp_spawn(
            argv.map { UnsafePointer($0) }, variables + [nil], folder, lifeline.readEnd, null, null, &pid)
        return code == 0 ? pid : nil
    }
}

/// The file of this very program.
enum OwnProgram {
    static func path() throws(SimulationError) -> String {
        guard let path = LinkTarget.of("/proc/self/exe") else {
            throw SimulationError(action: "find", path: "this program's own file", code: errno)
        }
        return path
    }
}
