import Runs
import Screen

/// The failures of a build, or of all: equal ones stand in one row, which can be unfolded.
struct FailuresPlace: Equatable, Sendable {
    enum RowID: Hashable, Sendable {
        case group(String)
        case host(BuildName, HostID)
    }

    var list = ListState<RowID>() {
        didSet { if list.selection != oldValue.selection { offset = 0 } }
    }
    /// Of the text about the selected failure.
    var offset = 0
    /// The groups whose hosts are shown.
    private(set) var unfolded: Set<String> = []
    private(set) var groups: [FailureGroup] = []
    private(set) var common: [CommonCause] = []
    private(set) var suspects: [SuspectHost] = []
    /// How many hosts have failed, let through or not.
    private(set) var total = 0

    /// Takes what is known now. Groups keep their places unless `reorder` asks for the order anew.
    mutating func take(_ build: BuildName?, _ context: ViewContext, reorder: Bool) {
        let builds = build.map { name in context.snapshot.builds.filter { $0.name == name } } ?? context.snapshot.builds
        let failed = builds.sorted { $0.newest > $1.newest }.flatMap(\.failedHosts)
        total = failed.count
        common = CommonCause.all(in: builds)
        suspects = SuspectHost.all(in: context.snapshot.builds)
        if build != nil { suspects.removeAll { suspect in !failed.contains { $0.name == suspect.name } } }
        var next = FailureGroup.groups(of: failed.filter { isShown($0) })
        if reorder {
            if let sort = list.sort {
                let rows = next.map { FailureRow(.group($0), isUnfolded: false, context) }
                next = FailureColumns.table(showsBuild: build == nil).order(of: rows, by: sort).map { next[$0] }
            }
        } else {
            let places = Dictionary(
                groups.enumerated().map { ($0.element.key, $0.offset) }, uniquingKeysWith: { first, _ in first })
            next = next.enumerated().sorted { one, other in
                let (left, right) = (places[one.element.key] ?? .max, places[other.element.key] ?? .max)
                return left == right ? one.offset < other.offset : left < right
            }.map(\.element)
        }
        groups = next
        list.set(ids)
    }

    private func isShown(_ failed: FailedHost) -> Bool {
        if list.filter.isEmpty { return true }
        let cause = failed.cause.map { "\($0.rule) \($0.cause)" } ?? ""
        return list.filter.lets(
            "\(failed.name) \(failed.build) \(failed.text) \(cause) \(failed.host.mark?.text ?? "")".lowercased())
    }

    private var ids: [RowID] {
        groups.flatMap { group -> [RowID] in
            let isOpen = unfolded.contains(group.key) && group.members.count > 1
            let members = isOpen ? group.members.map { RowID.host($0.build, HostID($0.host)) } : []
            return [.group(group.key)] + members
        }
    }

    func rows(_ context: ViewContext) -> [FailureRow] {
        groups.flatMap { group -> [FailureRow] in
            let isOpen = unfolded.contains(group.key) && group.members.count > 1
            let members = isOpen ? group.members.map { FailureRow(.member($0), isUnfolded: false, context) } : []
            return [FailureRow(.group(group), isUnfolded: isOpen, context)] + members
        }
    }

    /// What the selected row is about: one host, or all of a group.
    var selected: FailureGroup? {
        switch list.selection {
        case nil: return nil
        case .group(let key): return groups.first { $0.key == key }
        case .host(let build, let id):
            let member = groups.lazy.flatMap(\.members).first { $0.build == build && HostID($0.host) == id }
            return member.map { FailureGroup($0) }
        }
    }

    /// Shows the hosts of the selected group, or hides them.
    /// - Returns: whether there was something to show or hide.
    mutating func fold(_ isOpening: Bool) -> Bool {
        guard let group = selectedGroup, group.members.count > 1, unfolded.contains(group.key) != isOpening else {
            return false
        }
        if isOpening { unfolded.insert(group.key) } else { unfolded.remove(group.key) }
        list.selection = .group(group.key)
        list.set(ids)
        return true
    }

    /// The group in which the selected row stands.
    private var selectedGroup: FailureGroup? {
        switch list.selection {
        case nil: nil
        case .group(let key): groups.first { $0.key == key }
        case .host(let build, let id):
            groups.first { $0.members.contains { $0.build == build && HostID($0.host) == id } }
        }
    }
}
