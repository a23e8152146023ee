import Runs
import Screen

/// One build: its hosts and what is known of the whole.
struct BuildPlace: Equatable, Sendable {
    /// What stands below the host table where there is no room for all of it.
    enum Panel: String, CaseIterable, Sendable {
        case host, flow, timing, coverage, failures, notes
    }

    var list = ListState<HostID>() {
        didSet { if list.selection != oldValue.selection { panelOffset = nil } }
    }
    var panel = Panel.host
    /// The first row of the panel that is shown, once the operator has scrolled it; `nil` keeps what matters in view.
    var panelOffset: Int?

    /// Takes what is known now. Hosts stand in the order of the run, or as the operator sorted them.
    mutating func take(_ build: BuildSnapshot, _ context: ViewContext) {
        let rows = build.hosts.map {
            HostRow(host: $0, build: build, now: build.moment(by: context.now), glyphs: context.glyphs)
        }
        let table = HostColumns.table(isCategorized: build.isCategorized)
        let sorted = list.sort == nil ? rows : table.sorted(rows, by: list.sort)
        let isFirst = list.ids.isEmpty
        list.set(
            sorted.filter { row in
                list.filter.isEmpty
                    || list.filter.lets(
                        "\(HostLabel.text(row.host.name, in: row.host.subRun)) \(row.host.status.word) \(row.host.kernel ?? "") \(row.host.detail)"
                            .lowercased())
            }.map { HostID($0.host) })
        // First what needs a person: the first failed host, else the one that runs.
        if isFirst,
            let first = build.hosts.first(where: { $0.status == .failed })
                ?? build.hosts.first(where: { $0.status == .running })
        {
            list.selection = HostID(first)
        }
    }

    func rows(_ build: BuildSnapshot, _ context: ViewContext) -> [HostRow] {
        let byID = Dictionary(build.hosts.map { (HostID($0), $0) }, uniquingKeysWith: { first, _ in first })
        return list.ids.compactMap { id in
            byID[id].map { HostRow(host: $0, build: build, now: build.moment(by: context.now), glyphs: context.glyphs) }
        }
    }

    func selected(_ build: BuildSnapshot) -> HostSnapshot? { list.selection.flatMap(build.host) }
}
