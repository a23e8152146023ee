/// Hosts that have failed in the same way: one cause, to be read once.
package struct FailureGroup: Equatable, Sendable {
    /// Tells it from others, and stays while hosts join it.
    package let key: String
    package private(set) var members: [FailedHost]

    /// One host alone.
    package init(_ host: FailedHost) { (key, members) = (host.key, [host]) }

    private init(key: String, members: [FailedHost]) { (self.key, self.members) = (key, members) }

    package var first: FailedHost { members[0] }
    /// What a log has shown of one of them goes before what records alone let suppose. It stays in doubt while that of
    /// any of them is, as what they have in common does.
    package var cause: KnownCause? {
        let causes = members.lazy.compactMap(\.cause)
        guard var cause = causes.first(where: { !$0.isProvisional }) else { return causes.first }
        if causes.contains(where: \.isProvisional) { cause.doubt = .ofSome }
        return cause
    }

    /// Its hosts, each once: one may have failed in that way in many builds.
    package var hosts: [FailingHost] { FailingHost.all(of: members) }

    /// Takes what is known now of a host that is in it.
    package mutating func replace(_ host: FailedHost) {
        guard let place = members.firstIndex(where: { $0.isSameHost(as: host) }) else { return }
        members[place] = host
    }

    /// The failures of these hosts: those of most hosts first, then in the order in which they came.
    package static func groups(of failed: [FailedHost]) -> [FailureGroup] {
        var groups: [FailureGroup] = []
        var places: [String: Int] = [:]
        for host in failed {
            let key = host.key
            if let place = places[key] {
                groups[place].members.append(host)
            } else {
                places[key] = groups.count
                groups.append(FailureGroup(key: key, members: [host]))
            }
        }
        return groups.enumerated().sorted { one, other in
            let (left, right) = (one.element.members.count, other.element.members.count)
            return left == right ? one.offset < other.offset : left > right
        }.map(\.element)
    }
}

/// A host that has failed, with the number of builds in which it has.
package struct FailingHost: Equatable, Sendable {
    /// With its sub-run, where it has one; safe to show.
    package let name: String
    package let builds: Int

    /// `redhat9.6`, `redhat9.6 in 11 builds`
    package var text: String { builds == 1 ? name : "\(name) in \(builds) builds" }

    /// Those of these failures, each once, in the order in which they came.
    package static func all(of failed: [FailedHost]) -> [FailingHost] {
        var names: [String] = []
        var builds: [String: Set<BuildName>] = [:]
        for host in failed {
            if builds[host.name] == nil { names.append(host.name) }
            builds[host.name, default: []].insert(host.build)
        }
        return names.map { FailingHost(name: $0, builds: builds[$0]?.count ?? 1) }
    }

    /// How many hosts these failures are of.
    package static func count(in failed: [FailedHost]) -> Int { Set(failed.lazy.map(\.name)).count }
}
