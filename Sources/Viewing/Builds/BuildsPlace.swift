import Runs
import Screen

/// The list of builds: the first screen.
struct BuildsPlace: Equatable, Sendable {
    var list = ListState<BuildName>()
    var onlyAttention = false
    /// The order that stands until the operator sorts or a build comes: nothing jumps when a state changes.
    private var order: [BuildName] = []
    /// The builds of the last snapshot, in its order.
    private var known: [BuildName] = []
    /// Where each of them stands.
    private var placesByName: [BuildName: Int] = [:]
    /// For each row its place in the snapshot.
    private var places: [Int] = []

    static func == (one: BuildsPlace, other: BuildsPlace) -> Bool {
        one.list == other.list && one.onlyAttention == other.onlyAttention
    }

    /// Takes what is known now.
    /// - Parameter reorder: sort anew; without, builds keep their places and only new ones are put where they belong.
    mutating func take(_ context: ViewContext, reorder: Bool) {
        let builds = context.snapshot.builds
        let isSame = known.count == builds.count && known.indices.allSatisfy { known[$0] == builds[$0].name }
        // Nearly every snapshot brings the same builds: then all rows stand where they stood.
        if isSame, !reorder, list.filter.isEmpty, !onlyAttention, context.snapshot.isComplete { return }
        if !isSame {
            known = builds.map(\.name)
            placesByName = Dictionary(zip(known, known.indices), uniquingKeysWith: { first, _ in first })
        }
        let isNew = !isSame && !known.allSatisfy(Set(order).contains)
        if reorder || isNew || !context.snapshot.isComplete {
            order = Self.sorted(context, by: list.sort).map { known[$0] }
        }
        let words = RowFilter.Words(list.filter)
        places = order.compactMap { placesByName[$0] }.filter { isShown(builds[$0], words) }
        list.set(places.map { known[$0] })
    }

    /// The rows in their order, made as they are needed.
    func rows(_ context: ViewContext) -> some RandomAccessCollection<BuildRow> {
        let builds = context.snapshot.builds
        let (now, glyphs) = (context.now, context.glyphs)
        return places.lazy.map { BuildRow(build: builds[$0], now: now, glyphs: glyphs) }
    }

    private func isShown(_ build: BuildSnapshot, _ words: RowFilter.Words) -> Bool {
        if onlyAttention, !build.state.needsAttention, build.counts.failed == 0, !build.delivery.needsAttention {
            return false
        }
        if list.filter.isEmpty { return true }
        return words.admit { word in
            let says = [build.name.text, build.state.rawValue, build.launch.template ?? ""]
            if says.contains(where: { RowFilter.Words.holds($0, word) }) { return true }
            // By index: a host is large, and there may be hundreds of thousands.
            return build.hosts.indices.contains { RowFilter.Words.holds(build.hosts[$0].name, word) }
        }
    }

    /// The places in the snapshot, in the order of the rows.
    private static func sorted(_ context: ViewContext, by sort: TableSort?) -> [Int] {
        let builds = context.snapshot.builds
        if let sort {
            let (now, glyphs) = (context.now, context.glyphs)
            let rows = builds.lazy.map { BuildRow(build: $0, now: now, glyphs: glyphs) }
            return BuildColumns.table.order(of: rows, by: sort)
        }
        // Running first, then the newest (contract, section 9).
        let keys = builds.indices.map { index in
            (place: index, state: BuildRow.order(of: builds[index].state), time: builds[index].newest)
        }
        return keys.sorted { one, other in
            if one.state != other.state { return one.state < other.state }
            if one.time != other.time { return one.time > other.time }
            return builds[one.place].name < builds[other.place].name
        }.map(\.place)
    }
}
