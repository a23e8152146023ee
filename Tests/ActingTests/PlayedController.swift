import Acting
import CPosix
import Formats
import Glibc
import Observing
import Runs
import Synchronization
import TestKit

/// A supervisor that starts nothing, but writes the records that real processes would: what it has started counts as alive,
/// because the record names this very process.
final class PlayedController: Supervisor {
    let name = "played"
    let root: Root
    private let calls = Mutex<[String]>([])
    private let faults = Mutex<[String]>([])

    init(_ root: Root) { self.root = root }

    var asked: [String] { calls.withLock { $0 } }
    /// What no supervisor must ever be asked for.
    var problems: [String] { faults.withLock { $0 } }

    func command(_ verb: SupervisorVerb, _ part: SupervisedPart, of build: BuildName) -> String {
        "\(verb) \(part) \(build)"
    }

    func start(_ part: SupervisedPart, of build: BuildName) throws(ActingError) {
        calls.withLock { $0.append("start \(part)") }
        let activity = BuildActivity(of: build, root)
        if part == .runner ? activity.runnerLives : activity.watcherLives {
            faults.withLock { $0.append("a second \(part) was started") }
        }
        try write(part, build, isAlive: true)
    }

    func stop(_ part: SupervisedPart, of build: BuildName) throws(ActingError) {
        calls.withLock { $0.append("stop \(part)") }
        guard BuildActivity.record(path(part, build)) != nil else { return }
        try write(part, build, isAlive: false)
    }

    private func path(_ part: SupervisedPart, _ build: BuildName) -> String {
        part == .runner ? root.runnerRecord(of: build) : root.watcherRecord(of: build)
    }

    func write(_ part: SupervisedPart, _ build: BuildName, isAlive: Bool) throws(ActingError) {
        guard var own = ProcessTable.identity(of: Int(getpid())) else { throw .failed("cannot read /proc") }
        if !isAlive { own.startTicks -= 1 }
        var record = ProcessRecord(supervisor: name, launch: "", process: own, startedAt: WallClock.now())
        if !isAlive { (record.endedAt, record.end) = (WallClock.now(), .signal(15)) }
        try AtomicFile.write(record.text, to: path(part, build), mode: 0o644)
    }
}

/// Runs several bodies at once, each on a thread of its own, and waits for all.
enum Barrier {
    struct NoThread: Error {}

    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    /// - Parameter pauses: how many microseconds each waits after all have come.
    static func run(_ pauses: [Int] = [], _ bodies: [@Sendable () -> Void]) throws {
        let (there, done) = (Counter(), Counter())
        for (index, body) in bodies.enumerated() {
            let pause = index < pauses.count ? pauses[index] : 0
            let work = Unmanaged.passRetained(
                Work {
                    there.add()
                    while there.value < bodies.count { sched_yield() }
                    if pause > 0 { usleep(UInt32(pause)) }
                    body()
                    done.add()
                })
            let code = cp_thread_start(
                { argument in
                    guard let argument else { return }
                    // Retained once above, for this thread alone.
                    Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                }, work.toOpaque())
            guard code == 0 else { throw NoThread() }
        }
        while done.value < bodies.count { usleep(100) }
    }

    private final class Counter: Sendable {
        private let count = Atomic<Int>(0)
        var value: Int { count.load(ordering: .acquiring) }
        func add() { count.add(1, ordering: .acquiringAndReleasing) }
    }
}
