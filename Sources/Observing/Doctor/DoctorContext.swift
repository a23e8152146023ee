import Glibc
import Runs

/// The controller that is checked, and who asks.
package struct DoctorContext: Sendable {
    package let root: Root
    /// The effective user.
    package let user: UInt32
    /// The variables that checks look at.
    package let environment: [String: String]
    /// The folder of the kernel's settings; `nil` under another root: they are this machine's.
    package let kernel: String?
    /// Folders of terminal descriptions.
    package let terminals: [String]
    package let units: [UnitExpectation]
    /// The configured supervisor: `auto`, `systemd` or `direct`.
    package let supervisor: String

    package init(
        _ root: Root, environment: [String: String], units: [UnitExpectation] = UnitExpectation.names,
        supervisor: String = "auto", user: UInt32 = geteuid(), kernel: String? = nil, terminals: [String]? = nil
    ) {
        (self.root, self.user, self.environment, self.units) = (root, user, environment, units)
        self.supervisor = supervisor
        self.kernel = kernel ?? (root.isWholeMachine ? "/proc/sys" : nil)
        self.terminals =
            terminals ?? ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"]
    }

    /// What is said of anything that belongs to the machine and not to the root.
    package static let underRoot = "not checked under --root: it belongs to the whole machine"

    /// A command of this program on this root.
    package func own(_ words: String...) -> String {
        ShellWords.join(["atvm-tui"] + words + (root.isWholeMachine ? [] : ["--root", root.prefix]))
    }

    /// A finding about something that this user may not see.
    package func hidden(_ subject: String, _ path: String) -> Finding {
        Finding(
            subject, .hidden, "user \(user) may not see \(root.shown(path)); root may", mend: "sudo " + own("doctor"))
    }
}

/// A unit that must be installed.
package struct UnitExpectation: Sendable {
    /// Such as `atvm-runner@.service`.
    package let name: String
    /// What the file must say; `nil` where any text will do.
    package let text: String?

    /// Whether the machine must start it when it boots.
    package let startsAtBoot: Bool

    package init(_ name: String, text: String? = nil, startsAtBoot: Bool = false) {
        (self.name, self.text, self.startsAtBoot) = (name, text, startsAtBoot)
    }

    /// All units, whatever they say.
    package static let names = [
        UnitExpectation("atvm-runner@.service"), UnitExpectation("atvm-run-watcher@.service"),
        UnitExpectation("atvm-prep@.service"),
        UnitExpectation("atvm-run-watchers.service", startsAtBoot: true),
    ]

    /// The same unit with what it must say.
    package func saying(_ text: String?) -> UnitExpectation {
        UnitExpectation(name, text: text, startsAtBoot: startsAtBoot)
    }
}
