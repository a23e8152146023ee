/// What `atvm_prep.py` is asked to do; the raw value is the word on our command line.
package enum PrepMode: String, CaseIterable, Sendable {
    case automatedTesting = "automated-testing"
    case maintenance
    case register
    case unregister
    case rollback

    /// The script's flag.
    package var flag: String {
        switch self {
        case .automatedTesting: "-A"
        case .maintenance: "-M"
        case .register: "-R"
        case .unregister: "-U"
        case .rollback: "-rvgd"
        }
    }

    /// What it is for, in a few words.
    package var purpose: String {
        switch self {
        case .automatedTesting: "a new clone for automated tests"
        case .maintenance: "the original volume for maintenance"
        case .register: "register VMs that are missing"
        case .unregister: "power off and unregister VMs"
        case .rollback: "roll the gold volume back to a snapshot"
        }
    }

    /// Whether it ends, unassigns or deletes anything: then the LUN's full name must be typed.
    package var isDestructive: Bool { self != .register }

    /// Whether the script itself asks `[y/n]` before it acts.
    package var asksItself: Bool { self == .register || self == .unregister || self == .rollback }

    /// Whether the reference gives a snapshot a meaning in this mode.
    package var usesSnapshot: Bool { self == .automatedTesting || self == .rollback }

    /// Whether it mounts a datastore whose VMs the script then leaves unregistered.
    package var leavesVMsUnregistered: Bool {
        self == .automatedTesting || self == .maintenance || self == .rollback
    }
}
