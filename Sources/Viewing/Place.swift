package import Runs

/// Where the operator is. Places are stacked; going back leads to exactly where one was.
package enum Place: Equatable, Sendable {
    case builds
    case build(BuildName)
    case host(BuildName, HostID)
    case matrix(BuildName)
    case log(LogSource)
    case report(BuildName)
    /// The failures of a build; `nil` for those of all.
    case failures(BuildName?)

    package var build: BuildName? {
        switch self {
        case .builds: nil
        case .build(let name), .host(let name, _), .report(let name), .matrix(let name): name
        case .log(let source): source.build
        case .failures(let name): name
        }
    }
}

extension Place {
    /// Whether it is a log that belongs to no build.
    var isOfNoBuild: Bool { if case .log(let source) = self { source.build == nil } else { false } }
}

/// Tells a host from others of its name in other sub-runs.
package struct HostID: Hashable, Sendable {
    package var name: String
    package var subRun: SubRunKey?

    package init(_ host: HostSnapshot) { (name, subRun) = (host.name, host.subRun) }
}

extension BuildSnapshot {
    func host(_ id: HostID) -> HostSnapshot? { hosts.first { $0.name == id.name && $0.subRun == id.subRun } }
}
