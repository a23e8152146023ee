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

    /// Removes what an earlier run of this name has left, so that nothing of it counts for the next.
    func clear() throws(ActingError) {
        AtomicFile.sweep(folder)
        // The state goes last but for the markers: a folder without a state and with a marker would be posted or cancelled.
        for name in ["cancelled.marker", "posted.marker", "post.json", "post.body"] {
            try AtomicFile.removeTree("\(folder)/\(name)")
        }
        try AtomicFile.removeTree(root.subRuns(of: build))
        for path in [
            root.stateFile(of: build), root.timeline(of: build), root.runnerRecord(of: build),
            root.watcherRecord(of: build), root.request(of: build),
        ] { try AtomicFile.removeTree(path) }
        try clearLog()
    }

    /// Removes the log of the earlier run. What stands in its place is refused, never removed.
    func clearLog() throws(ActingError) {
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
