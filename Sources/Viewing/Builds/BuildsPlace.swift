import Runs
import Screen

/// The list of builds: the first screen.
struct BuildsPlace: Equatable, Sendable {
    var list = ListState<BuildName>()
    var onlyAttention = false
    /// The order that stands until the operator sorts or a build comes: nothing jumps when a state changes.
    private var order: [BuildName] = []

    static func == (one: BuildsPlace, other: BuildsPlace) -> Bool {
        one.list == other.list && one.onlyAttention == other.onlyAttention
    }

    /// Takes what is known now.
    /// - Parameter reorder: sort anew; without, builds keep their places and only new ones are put where they belong.
    mutating func take(_ context: ViewContext, reorder: Bool) {
        let names = Set(order)
        let isNew = context.snapshot.builds.contains { !names.contains($0.name) }
        if reorder || isNew || !context.snapshot.isComplete {
            order = Self.sorted(context, by: list.sort).map(\.build.name)
        }
        let byName = Dictionary(context.snapshot.builds.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        list.set(
            order.filter { name in
                guard let build = byName[name] else { return false }
                return isShown(build)
            })
    }

    /// The rows in their order.
    func rows(_ context: ViewContext) -> [BuildRow] {
        let byName = Dictionary(context.snapshot.builds.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return list.ids.compactMap { name in
            byName[name].map { BuildRow(build: $0, now: context.now, glyphs: context.glyphs) }
        }
    }

    private func isShown(_ build: BuildSnapshot) -> Bool {
        if onlyAttention, !build.state.needsAttention, build.counts.failed == 0, build.delivery != .unknown {
            return false
        }
        if list.filter.isEmpty { return true }
        let hosts = build.hosts.map(\.name).joined(separator: " ")
        let text = "\(build.name) \(build.state.rawValue) \(build.launch.template ?? "") \(hosts)"
        return list.filter.lets(text.lowercased())
    }

    private static func sorted(_ context: ViewContext, by sort: TableSort?) -> [BuildRow] {
        let rows = context.snapshot.builds.map { BuildRow(build: $0, now: context.now, glyphs: context.glyphs) }
        if let sort { return BuildColumns.table.sorted(rows, by: sort) }
        // Running first, then the newest (contract, section 9).
        return rows.sorted { one, other in
            if one.stateOrder != other.stateOrder { return one.stateOrder < other.stateOrder }
            let (left, right) = (one.build.newest, other.build.newest)
            return left == right ? one.build.name < other.build.name : left > right
        }
    }
}
