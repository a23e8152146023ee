package import Runs

/// Where things are on the controller: the only place where names become paths.
///
/// Every path lies under the root folder, `/` on a real controller. Paths of builds ask for a `BuildName`, so an
/// unchecked text cannot become a path.
package struct Root: Equatable, Sendable {
    /// The folders of the contract, section 2; each is a configuration value (`paths.*`).
    package struct Layout: Equatable, Sendable {
        package var logs = "/tmp"
        package var state = "/var/lib/atvm-run-watcher"
        package var automation = "/root/cdc-e2e-cyp-12.17.4"
        /// Relative to the automation root unless it begins with a slash.
        package var reporter = "cypress/cmcReporter"
        package var package = "/opt/atvm-watcher-service"
        package var inventory = "vm-inventory.md"
        package var environment = "/etc/atvm-run-watcher.env"
        package var audit = "/var/log/atvm-tui/audit.jsonl"
        package var prep = "/root/atvm_prep/atvm_prep.py"
        package var prepLog = "/root/atvm_prep/log/atvm_prep.log"
        package var prepCredentials = "/etc/atvm-tui/prep.env"
        package var prepState = "/var/lib/atvm-tui/prep"

        package init() {}
    }

    /// Without a slash at its end; empty for `/`.
    package let prefix: String
    package let layout: Layout

    package init(_ folder: String, layout: Layout = Layout()) {
        var prefix = folder
        while prefix.hasSuffix("/") { prefix.removeLast() }
        self.prefix = prefix
        self.layout = layout
    }

    /// Whether it is the controller's own root, where systemd's units count.
    package var isWholeMachine: Bool { prefix.isEmpty }

    /// A path of the controller, under the root.
    package func path(_ path: String) -> String { prefix + (path.hasPrefix("/") ? path : "/" + path) }

    package var logFolder: String { path(layout.logs) }
    package var stateFolder: String { path(layout.state) }
    package var automation: String { path(layout.automation) }
    package var package: String { path(layout.package) }

    package var reporter: String {
        layout.reporter.hasPrefix("/") ? path(layout.reporter) : automation + "/" + layout.reporter
    }

    package var inventory: String {
        layout.inventory.hasPrefix("/") ? path(layout.inventory) : package + "/" + layout.inventory
    }

    /// The state file within the state folder of a build.
    static let stateFile = "state.json"

    /// The watcher's environment file; it holds a secret.
    package var environment: String { path(layout.environment) }
    package var audit: String { path(layout.audit) }

    /// The prep script, and the log that it writes itself.
    package var prep: String { path(layout.prep) }
    package var prepLog: String { path(layout.prepLog) }
    /// The vCenter user and password for preps; it holds a secret, and need not be there.
    package var prepCredentials: String { path(layout.prepCredentials) }
    /// Plans of preps that were printed and may be approved by their digest.
    package var prepApprovals: String { path(layout.prepState) + "/approvals" }

    package func runLog(of build: BuildName) -> String { logFolder + "/" + build.text + ".log" }
    package func launchLog(of build: BuildName) -> String { logFolder + "/" + build.text + ".launch.log" }
    package func stateFolder(of build: BuildName) -> String { stateFolder + "/" + build.text }
    package func stateFile(of build: BuildName) -> String { stateFolder(of: build) + "/" + Self.stateFile }
    package func timeline(of build: BuildName) -> String { stateFolder(of: build) + "/timeline.jsonl" }
    package func runnerRecord(of build: BuildName) -> String { stateFolder(of: build) + "/runner.json" }
    /// What operators have written down about failed hosts.
    package func failureMarks(of build: BuildName) -> String { stateFolder(of: build) + "/failures.json" }
    package func cancelledMarker(of build: BuildName) -> String { stateFolder(of: build) + "/cancelled.marker" }
    package func postedMarker(of build: BuildName) -> String { stateFolder(of: build) + "/posted.marker" }

    /// What the launch knows, and how its processes are told apart from others.
    package func request(of build: BuildName) -> String { stateFolder(of: build) + "/request.json" }
    package func watcherRecord(of build: BuildName) -> String { stateFolder(of: build) + "/watcher.json" }
    package func subRuns(of build: BuildName) -> String { stateFolder(of: build) + "/subruns" }

    /// Where the post of a build, or of one of its sub-runs, is kept.
    package func postFolder(of build: BuildName, subRun: SubRunKey?) -> String {
        subRun.map { subRuns(of: build) + "/" + $0.text } ?? stateFolder(of: build)
    }

    /// A path as an operator writes it: without the root.
    package func shown(_ path: String) -> String {
        !prefix.isEmpty && path.hasPrefix(prefix + "/") ? String(path.dropFirst(prefix.count)) : path
    }
}
