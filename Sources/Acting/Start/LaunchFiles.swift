import Formats
import Glibc
import Observing
import Plans
import Runs

/// The files of a build's state folder as a start deals with them.
struct LaunchFiles {
    let root: Root
    let build: BuildName

    var folder: String { root.stateFolder(of: build) }

    /// Whether there is no such build yet: its folder holds nothing but what a start that did not get far has left.
    var isNew: Bool { AtomicFile.names(in: folder).allSatisfy { $0.hasSuffix(".lock") } }

    /// Takes the build's lock for an operation, and makes the build's folder first.
    func lock(for action: String, by person: Person) throws(ActingError) -> BuildLock {
        var attempts = 0
        while true {
            try AtomicFile.makeFolder(folder)
            do throws(ActingError) {
                return try BuildLock(.operation, in: folder, for: action, by: person)
            } catch {
                attempts += 1
                // A start that failed may have removed the folder between the two.
                guard case .cannotWrite = error, attempts < 100, FileSignature(linkAt: folder) == nil else {
                    throw error
                }
            }
        }
    }

    /// Removes a folder that was made for a build which does not exist after all.
    func discard(_ lock: borrowing BuildLock) {
        for name in AtomicFile.names(in: folder) where name != BuildLock.Kind.operation.rawValue {
            unlink("\(folder)/\(name)")
        }
        lock.discard()
        rmdir(folder)
    }

    /// Removes what an earlier run of this name has left, so that nothing of it counts for the next, and writes down what
    /// this launch is. No watcher can begin in between.
    func begin(_ request: RequestFile, by person: Person) throws(ActingError) {
        let lock = try WatcherLock.wait(folder, for: "start of \(build)", by: person)
        defer { withExtendedLifetime(lock) {} }
        try clear()
        try write(request)
    }

    private func clear() throws(ActingError) {
        try checkLogs()
        AtomicFile.sweep(folder)
        // Killed anywhere in here, a start leaves nothing that could be posted again or that nobody knows the outcome of: from
        // the first step on no watcher is resumed, the marker of a post goes after the post, the state after both.
        for path in [root.watcherRecord(of: build), root.request(of: build)] { try AtomicFile.removeTree(path) }
        try clearPost(in: folder)
        for name in AtomicFile.names(in: root.subRuns(of: build)) {
            try clearPost(in: "\(root.subRuns(of: build))/\(name)")
        }
        try AtomicFile.removeTree(root.subRuns(of: build))
        try AtomicFile.removeTree(root.cancelledMarker(of: build))
        for path in [
            root.stateFile(of: build), root.timeline(of: build), root.runnerRecord(of: build),
            root.failureMarks(of: build),
        ] { try AtomicFile.removeTree(path) }
        try clearLog()
    }

    private func clearPost(in folder: String) throws(ActingError) {
        for name in ["post.json", "post.body", "posted.marker"] { try AtomicFile.removeTree("\(folder)/\(name)") }
    }

    /// Writes down that a launch did not come about, so that nobody waits for it. What a watcher has decided stays.
    func recordFailure(_ why: String, by person: Person) throws(ActingError) {
        let lock = try StateLock.wait(folder, by: person)
        defer { withExtendedLifetime(lock) {} }
        let standing = (try? SafeFile.read(root.stateFile(of: build), limit: StateFile.byteLimit))
            .flatMap { try? StateFile($0) }
        if standing?.record.state.isTerminal == true { return }
        let request = BuildActivity(of: build, root).request
        var file = standing ?? StateFile(build: build.text, record: RecordedState(state: .terminated))
        file.record.state = .terminated
        file.record.reason = "the start failed: \(SafeText.firstLine(of: SecretMask.masked(text: why)))"
        file.record.startedAt = file.record.startedAt ?? request?.startedAt
        file.record.endedAt = WallClock.now()
        file.record.updatedAt = file.record.endedAt
        file.template = file.template ?? request?.template
        file.isCategorized = request?.isCategorized ?? file.isCategorized
        file.log = file.log ?? root.shown(root.runLog(of: build))
        try AtomicFile.write(file.text, to: root.stateFile(of: build), mode: 0o644)
    }

    /// Removes the log of the earlier run. What stands in its place is refused, never removed.
    private func clearLog() throws(ActingError) {
        try checkLogs()
        let path = root.runLog(of: build)
        if unlink(path) != 0, errno != ENOENT { throw AtomicFile.problem(root.shown(path)) }
    }

    func checkLogs() throws(ActingError) {
        for path in [root.runLog(of: build), root.launchLog(of: build)] {
            if let objection = RunLogFile.objection(path, shown: root.shown(path)) { throw .refused(objection) }
        }
    }

    /// Writes down what this launch is.
    func write(_ request: RequestFile) throws(ActingError) {
        try AtomicFile.write(request.text, to: root.request(of: build), mode: 0o600)
    }

    static func request(_ plan: StartPlan, by person: Person) -> RequestFile {
        let asked = plan.request
        var request = RequestFile(
            build: asked.build.text, launch: newLaunch(), startedAt: WallClock.now(), startedBy: person.text,
            runner: asked.runnerCommand?.words ?? [])
        request.template = asked.template
        request.templateCommand = asked.templateCommand?.shown
        request.configFamily = asked.configFamily
        request.configFile = asked.configFile
        request.migrationStyle = asked.migrationStyle
        request.integration = asked.integration
        request.scope = asked.scope
        request.isCategorized = asked.isCategorized
        return request
    }

    /// 128 random bits in hexadecimal digits.
    private static func newLaunch() -> String {
        var source = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(UInt64.random(in: .min ... .max, using: &source), radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}
