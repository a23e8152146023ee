import Runs
import Screen

/// The failures of a build, or of all: equal ones stand in one row, which can be unfolded.
struct FailuresPlace: Equatable, Sendable {
    enum RowID: Hashable, Sendable {
        case group(String)
        case host(BuildName, HostID)
    }

    /// Which group, and which host of it, a row shows.
    private struct RowPlace: Sendable {
        let group: Int
        var member: Int?
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
    /// How many hosts have failed, let through or not; each once, in however many builds.
    private(set) var total = 0
    /// Those of them that the filter lets through.
    private(set) var letThrough = 0

    private var ledger = FailureLedger()
    /// The snapshot, by its number, and the build whose failures were taken last.
    private var taken: (snapshot: Int, build: BuildName?)?
    /// What the rows of groups with many hosts say.
    private var totals: [String: FailureTotals] = [:]
    private var rowPlaces: [RowPlace] = []
    /// What each failed host says, in lower case; while there is a filter.
    private var says: [String] = []

    init() {}

    /// Another list, which need not read again what the last one has read.
    init(after last: FailuresPlace) {
        ledger = last.ledger
        total = last.total
    }

    static func == (one: FailuresPlace, other: FailuresPlace) -> Bool {
        one.list == other.list && one.offset == other.offset && one.unfolded == other.unfolded
            && one.groups == other.groups
    }

    /// Takes what is known now. Groups keep their places unless `reorder` asks for the order anew.
    mutating func take(_ build: BuildName?, _ context: ViewContext, reorder: Bool) {
        // Keys that only sort and filter bring nothing new, and there may be thousands of builds.
        if let taken, taken == (context.snapshots, build) {
            if reorder || !list.filter.isEmpty { regroup(showsBuild: build == nil, context, reorder: reorder) }
            return
        }
        taken = (context.snapshots, build)
        let all = context.snapshot.builds
        let builds = build.map { name in all.first { $0.name == name }.map { [$0] } ?? [] } ?? all
        switch ledger.take(builds) {
        case .nothing: guard reorder else { return }
        case .details(let changed):
            says = []
            guard reorder || !list.filter.isEmpty else { return replace(changed) }
        case .failures:
            says = []
            total = FailingHost.count(in: ledger.failed)
            common = CommonCause.all(in: builds)
            suspects = SuspectHost.all(in: all)
            if build != nil {
                let names = Set(ledger.failed.map { SafeText.visible($0.host.name) })
                suspects.removeAll { !names.contains($0.name) }
            }
        }
        regroup(showsBuild: build == nil, context, reorder: reorder)
    }

    /// Puts what is known now of hosts in the place of what was.
    private mutating func replace(_ changed: [FailedHost]) {
        var touched: Set<Int> = []
        for host in changed {
            guard let place = groups.firstIndex(where: { $0.key == host.key }) else { continue }
            groups[place].replace(host)
            touched.insert(place)
        }
        // Hundreds of one group may be marked at once: it is summed up once.
        for place in touched where totals[groups[place].key] != nil {
            totals[groups[place].key] = FailureTotals(groups[place])
        }
    }

    private mutating func regroup(showsBuild: Bool, _ context: ViewContext, reorder: Bool) {
        let shown = shown()
        letThrough = list.filter.isEmpty ? total : FailingHost.count(in: shown)
        var next = FailureGroup.groups(of: shown)
        if reorder {
            if let sort = list.sort {
                let rows = next.lazy.map { FailureRow(.group($0), isUnfolded: false, context) }
                next = FailureColumns.table(showsBuild: showsBuild).order(of: rows, by: sort).map { next[$0] }
            }
        } else {
            let places = Dictionary(
                groups.enumerated().map { ($0.element.key, $0.offset) }, uniquingKeysWith: { first, _ in first })
            let keyed = next.enumerated().map {
                (group: $0.element, key: places[$0.element.key] ?? .max, at: $0.offset)
            }
            next = keyed.sorted { $0.key == $1.key ? $0.at < $1.at : $0.key < $1.key }.map(\.group)
        }
        groups = next
        totals = [:]
        for group in groups where group.members.count > 20 { totals[group.key] = FailureTotals(group) }
        setRows()
    }

    private mutating func shown() -> [FailedHost] {
        guard !list.filter.isEmpty else {
            says = []
            return ledger.failed
        }
        if says.isEmpty { says = ledger.failed.map(Self.says) }
        let words = RowFilter.Words(list.filter)
        return ledger.failed.indices.filter { words.admit(says[$0]) }.map { ledger.failed[$0] }
    }

    private static func says(_ failed: FailedHost) -> String {
        let cause = failed.cause.map { "\($0.label) \($0.cause)" } ?? ""
        return "\(failed.name) \(failed.build) \(failed.text) \(cause) \(failed.mark?.text ?? "")".lowercased()
    }

    private func isOpen(_ group: FailureGroup) -> Bool { group.members.count > 1 && unfolded.contains(group.key) }

    private mutating func setRows() {
        var (ids, places): ([RowID], [RowPlace]) = ([], [])
        for (index, group) in groups.enumerated() {
            ids.append(.group(group.key))
            places.append(RowPlace(group: index))
            guard isOpen(group) else { continue }
            for (member, host) in group.members.enumerated() {
                ids.append(.host(host.build, HostID(host.host)))
                places.append(RowPlace(group: index, member: member))
            }
        }
        rowPlaces = places
        list.set(ids)
    }

    /// The rows in their order, made as they are needed.
    func rows(_ context: ViewContext) -> some RandomAccessCollection<FailureRow> {
        rowPlaces.lazy.map { place in
            let group = groups[place.group]
            if let member = place.member {
                return FailureRow(.member(group.members[member]), isUnfolded: false, context)
            }
            return FailureRow(.group(group), isUnfolded: isOpen(group), context, totals[group.key])
        }
    }

    private var selectedPlace: RowPlace? {
        list.selectedIndex.flatMap { rowPlaces.indices.contains($0) ? rowPlaces[$0] : nil }
    }

    /// What the selected row is about: one host, or all of a group.
    var selected: FailureGroup? {
        selectedPlace.map { place in
            place.member.map { FailureGroup(groups[place.group].members[$0]) } ?? groups[place.group]
        }
    }

    /// Selects a host's own row, and unfolds its group for that.
    /// - Returns: whether the host is one of those that have failed.
    mutating func select(_ host: HostID, of build: BuildName) -> Bool {
        let isWanted = { (failed: FailedHost) in failed.build == build && HostID(failed.host) == host }
        guard let group = groups.first(where: { $0.members.contains(where: isWanted) }) else { return false }
        list.selection = .group(group.key)
        guard group.members.count > 1 else { return true }
        unfolded.insert(group.key)
        setRows()
        list.selection = .host(build, host)
        return true
    }

    /// Shows the hosts of the selected group, or hides them.
    /// - Returns: whether there was something to show or hide.
    mutating func fold(_ isOpening: Bool) -> Bool {
        guard let group = selectedPlace.map({ groups[$0.group] }), group.members.count > 1,
            unfolded.contains(group.key) != isOpening
        else { return false }
        if isOpening { unfolded.insert(group.key) } else { unfolded.remove(group.key) }
        list.selection = .group(group.key)
        setRows()
        return true
    }
}
