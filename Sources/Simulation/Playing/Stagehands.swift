package import Runs

/// The processes behind played runs: what stands for their runners, and who follows them.
///
/// They are asked from one thread at a time.
package protocol Stagehands: Sendable {
    /// Whether watchers write the states of runs that go on; else the player does.
    var haveWatchers: Bool { get }
    /// What stands for the runners that ended before the show.
    var pastRunner: ProcessIdentity { get }
    /// The process that stands for the runner of a build from now on.
    func runner(of build: BuildName) -> ProcessIdentity
    /// Everything that belongs to a launch during the show has been written.
    func launched(_ build: BuildName)
    /// Whether a watcher stamps what comes into the log; else the player does.
    func isFollowed(_ build: BuildName) -> Bool
    /// Whether the runner is still there: without it a run goes no further.
    func isRunning(_ build: BuildName) -> Bool
    /// The play has come to the runner's end.
    func ended(_ build: BuildName)
}

/// One process that stands for every runner, and nobody who follows them.
struct OneRunner: Stagehands {
    let process: ProcessIdentity

    var haveWatchers: Bool { false }
    var pastRunner: ProcessIdentity { process.gone }
    func runner(of build: BuildName) -> ProcessIdentity { process }
    func launched(_ build: BuildName) {}
    func isFollowed(_ build: BuildName) -> Bool { false }
    func isRunning(_ build: BuildName) -> Bool { true }
    func ended(_ build: BuildName) {}
}
