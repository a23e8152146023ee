import Runs
import Screen

extension FailureMark {
    /// As the failures show it: waived ones step back, what somebody looks at is under way.
    var role: Role { waiver != nil ? .skipped : .running }
}

extension BuildSnapshot {
    /// How many of its failed hosts were waived; they stay in every count.
    var waivedHosts: Int { hosts.count { $0.status == .failed && $0.mark?.waiver != nil } }
}
