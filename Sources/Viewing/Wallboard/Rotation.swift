import Runs

/// Which builds a wallboard shows, in which order, and which of them now. Time comes in with `turn`; nothing here waits.
struct Rotation: Equatable, Sendable {
    /// How many ended builds are shown beside those that run.
    static let endedBuilds = 6
    /// More than these nobody waits for.
    static let mostBuilds = 48

    /// How long a page stands.
    let interval: Duration
    /// The builds to show; empty for those that run and the latest.
    let chosen: [BuildName]
    /// In the order of the pages.
    private(set) var order: [BuildName] = []
    /// The order that the next round will have.
    private var latest: [BuildName] = []
    /// Everything has been read once; before, there is no order worth keeping.
    private var isSettled = false
    /// The place in `order` of the first build on the screen.
    private(set) var first = 0
    /// How often the page has been turned: moves the picture by a cell, to save the panel.
    private(set) var turns = 0
    private var turnsAt: Timestamp
    /// What each build's rank was at the last snapshot.
    private var ranks: [BuildName: Int] = [:]
    /// A build has come to need a person: the next page is the first one, where such builds stand.
    private var restarts = false

    init(every interval: Duration, chosen: [BuildName], from now: Timestamp) {
        (self.interval, self.chosen) = (interval, chosen)
        turnsAt = now + interval
    }

    func pages(of perPage: Int) -> Int { max(1, (order.count + perPage - 1) / perPage) }

    /// The page on the screen, counted from 0.
    func page(of perPage: Int) -> Int { first / perPage }

    func shown(_ perPage: Int) -> ArraySlice<BuildName> { order.dropFirst(first / perPage * perPage).prefix(perPage) }

    /// Takes what is known now. Builds keep their places until the first page comes round again; one that has gone is
    /// dropped, a new one stands at the end until then.
    mutating func take(_ snapshot: Snapshot) {
        let builds = wanted(snapshot)
        let new = Dictionary(builds.map { ($0.name, Self.rank($0)) }, uniquingKeysWith: { first, _ in first })
        for (name, rank) in new where rank < 2 && ranks[name].map({ $0 > rank }) ?? isSettled {
            restarts = true
        }
        ranks = new
        latest = builds.map(\.name)
        guard isSettled else {
            (order, first) = (latest, 0)
            isSettled = snapshot.isComplete
            return
        }
        let goneBefore = order.prefix(first).count { new[$0] == nil }
        let known = Set(order)
        order = order.filter { new[$0] != nil } + latest.filter { !known.contains($0) }
        first = min(max(0, first - goneBefore), max(0, order.count - 1))
    }

    /// Turns the page when its time is over.
    /// - Parameter perPage: how many builds the screen holds.
    mutating func turn(at now: Timestamp, perPage: Int) {
        // The time of day may be set back.
        if turnsAt - now > interval { turnsAt = now + interval }
        guard now >= turnsAt else { return }
        turnsAt = now + interval
        turns += 1
        first = first / perPage * perPage + perPage
        if restarts || first >= order.count {
            first = 0
            order = latest
        }
        restarts = false
    }

    /// What hangs, what else needs a person, what runs, what is over; the newest first.
    private func wanted(_ snapshot: Snapshot) -> [BuildSnapshot] {
        let newest = snapshot.builds.sorted { one, other in
            one.newest == other.newest ? one.name < other.name : one.newest > other.newest
        }
        let builds: [BuildSnapshot]
        if chosen.isEmpty {
            let live = newest.filter { $0.state == .running || $0.state == .hung }
            let ended = newest.filter { $0.state != .running && $0.state != .hung }.prefix(Self.endedBuilds)
            builds = live + ended
        } else {
            builds = newest.filter { chosen.contains($0.name) }
        }
        let byRank = (0...3).flatMap { rank in builds.filter { Self.rank($0) == rank } }
        return Array(byRank.prefix(Self.mostBuilds))
    }

    private static func needsPerson(_ build: BuildSnapshot) -> Bool {
        build.state.needsAttention || build.counts.failed > 0 || build.delivery.needsAttention
    }

    private static func rank(_ build: BuildSnapshot) -> Int {
        if build.state == .hung { return 0 }
        if needsPerson(build) { return 1 }
        return build.state == .running ? 2 : 3
    }
}
