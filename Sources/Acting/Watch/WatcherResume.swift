import Formats
import Glibc
package import Observing
package import Plans
import Runs

/// Gives every build that has lost its watcher, by a reboot for instance, a new one: for its end to be found and its
/// status to be posted.
package struct WatcherResume {
    private let root: Root
    private let supervisor: any Supervisor
    private let person: Person

    package init(_ root: Root, _ supervisor: any Supervisor, person: Person) {
        (self.root, self.supervisor, self.person) = (root, supervisor, person)
    }

    /// - Parameter tell: takes a line for each build that was to get a watcher.
    /// - Returns: whether all of them have got one.
    package func run(tell: (String) -> Void) -> Bool {
        var isWell = true
        for name in AtomicFile.names(in: root.stateFolder).sorted() {
            guard let build = try? BuildName(name), let why = Self.need(of: build, root) else { continue }
            do throws(ActingError) {
                try start(build, why)
                tell("\(build): watcher started again: \(why)")
            } catch {
                // Others must not wait for it; and an operator who works on a build knows what he does.
                if case .refused = error {} else { isWell = false }
                tell("\(build): no watcher: \(error)")
            }
        }
        return isWell
    }

    private func start(_ build: BuildName, _ why: String) throws(ActingError) {
        let folder = root.stateFolder(of: build)
        let lock = try BuildLock(.operation, in: folder, for: "resuming the watcher of \(build)", by: person)
        defer { withExtendedLifetime(lock) {} }
        guard Self.need(of: build, root) != nil else { return }
        var line = AuditLine(
            at: WallClock.now(), .intent, person, action: "watcher resume", build: build.text,
            commands: [supervisor.command(.start, .watcher, of: build)])
        let trail = AuditTrail(path: root.audit)
        // What an operator has started goes on also where its line cannot be written: nothing new is begun here.
        try? trail.append(line)
        var outcome = "started: \(why)"
        defer {
            (line.at, line.moment, line.outcome) = (WallClock.now(), .outcome, SafeText.firstLine(of: outcome))
            try? trail.append(line)
        }
        do throws(ActingError) {
            try supervisor.start(.watcher, of: build)
        } catch {
            outcome = "\(error)"
            throw error
        }
    }

    /// Why a build needs its watcher back; `nil` when it has one, never had one, or needs none.
    static func need(of build: BuildName, _ root: Root) -> String? {
        let activity = BuildActivity(of: build, root)
        // Its record tells a build that was watched from one whose runner was started alone.
        guard activity.request != nil, activity.watcher != nil, !activity.watcherLives else { return nil }
        guard FileSignature(linkAt: root.cancelledMarker(of: build)) == nil else { return nil }
        if activity.recorded?.isTerminal != true { return "its end has not been written down" }
        let waits = PostBox.all(of: build, root).contains { $0.posting.phase == .prepared }
        return waits ? "its status waits to be posted" : nil
    }
}
