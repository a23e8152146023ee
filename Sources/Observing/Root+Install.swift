import Runs

/// The paths of an installation.
extension Root {
    /// Where systemd looks for the units that this machine's operators have put in place.
    package var units: String { path("/etc/systemd/system") }
    /// What makes systemd start a unit with the machine.
    package var wantedUnits: String { units + "/multi-user.target.wants" }
    /// Where operators' shells find the program.
    package var commandLink: String { path("/usr/local/bin/atvm-tui") }
    /// An installation at the place that was usual once.
    package var oldPackage: String { path("/root/atvm-watcher-service") }
    /// What an installation has put in place, with digests: whoever compares knows what operators have changed.
    package var installed: String { package + "/installed.json" }
    package var program: String { package + "/atvm-tui" }
    package var auditFolder: String { String(audit[..<(audit.lastIndex(of: "/") ?? audit.endIndex)]) }
}
