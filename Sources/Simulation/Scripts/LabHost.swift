/// A virtual machine of the simulated lab, as the inventory lists it.
package struct LabHost: Equatable, Sendable {
    package var name: String
    package var address: String
    package var system: String
    package var kernel: String

    package init(_ name: String, _ address: String, _ system: String, _ kernel: String) {
        (self.name, self.address, self.system, self.kernel) = (name, address, system, kernel)
    }

    package var isWindows: Bool { system.hasPrefix("Windows") }

    /// In the order in which a demo takes them.
    package static let all = [
        LabHost("redhat9.6", "192.168.3.41", "Red Hat Enterprise Linux 9.6", "5.14.0-570.12.1.el9_6.x86_64"),
        LabHost("ubuntu24.04", "192.168.3.51", "Ubuntu 24.04 LTS", "6.8.0-60-generic"),
        LabHost("w2k25", "192.168.3.71", "Windows Server 2025", "10.0.26100"),
        LabHost("sles15sp7", "192.168.3.61", "SUSE Linux Enterprise Server 15 SP7", "6.4.0-150700.51-default"),
        LabHost("w2k22", "192.168.3.72", "Windows Server 2022", "10.0.20348"),
        LabHost("debian12", "192.168.3.53", "Debian 12", "6.1.0-37-amd64"),
        LabHost("rocky9.5", "192.168.3.45", "Rocky Linux 9.5", "5.14.0-503.40.1.el9_5.x86_64"),
        LabHost("oracle9.4", "192.168.3.44", "Oracle Linux 9.4", "5.15.0-205.149.5.1.el9uek.x86_64"),
        LabHost("redhat8.10", "192.168.3.42", "Red Hat Enterprise Linux 8.10", "4.18.0-553.53.1.el8_10.x86_64"),
        LabHost("ubuntu22.04", "192.168.3.52", "Ubuntu 22.04 LTS", "5.15.0-140-generic"),
        LabHost("alma9.5", "192.168.3.46", "AlmaLinux 9.5", "5.14.0-503.40.1.el9_5.x86_64"),
        LabHost("sles12sp5", "192.168.3.62", "SUSE Linux Enterprise Server 12 SP5", "4.12.14-122.258-default"),
        LabHost("rocky8.10", "192.168.3.47", "Rocky Linux 8.10", "4.18.0-553.53.1.el8_10.x86_64"),
        LabHost("debian11", "192.168.3.54", "Debian 11", "5.10.0-35-amd64"),
        LabHost("w2k19", "192.168.3.73", "Windows Server 2019", "10.0.17763"),
    ]

    /// `count` host names from number `start` on; past the end of the lab its machines come again, numbered:
    /// `redhat9.6-2`, `redhat9.6-3`, …
    package static func names(_ count: Int, from start: Int = 0) -> [String] {
        (start..<start + max(0, count)).map { number in
            let round = number / all.count
            return all[number % all.count].name + (round == 0 ? "" : "-\(round + 1)")
        }
    }

    /// The machine behind a name, numbered ones included.
    package static func named(_ name: String) -> LabHost? {
        all.first { name == $0.name || name.hasPrefix($0.name + "-") }
    }
}
