import Runs

/// Where a controller keeps things, relative to its root (contract, section 2).
enum ControllerPaths {
    static let stateRoot = "var/lib/atvm-run-watcher"
    static let automationRoot = "root/cdc-e2e-cyp-12.17.4"
    static let reporter = "\(automationRoot)/cypress/cmcReporter"
    static let prep = "root/atvm_prep/atvm_prep.py"
    static let inventory = "opt/atvm-watcher-service/vm-inventory.md"

    /// All folders that a controller has before any build.
    static let folders = [
        "tmp", stateRoot, "var/lib/atvm-tui", "var/log/atvm-tui", reporter, "\(automationRoot)/cypress/e2e",
        "opt/atvm-watcher-service", "root/atvm_prep/log", "etc/systemd/system", "etc/atvm-tui",
    ]

    static func log(_ build: BuildName) -> String { "tmp/\(build).log" }
    static func launchLog(_ build: BuildName) -> String { "tmp/\(build).launch.log" }
    static func stateFolder(_ build: BuildName) -> String { "\(stateRoot)/\(build)" }
}
