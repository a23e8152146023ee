import CPosix
import Glibc
package import Runs

/// Observes one controller: finds its builds, follows them and publishes snapshots. It lives on a thread of its own and
/// changes nothing.
package final class Observatory {
    private let context: FollowContext
    private let clock: RuleClock
    private let watch = FolderWatch()
    private let mailbox: Mailbox<ObservatoryRequest>
    private let pulse: Pulse
    private let publish: (Snapshot) -> Void
    private var discovery: BuildDiscovery
    private var followers: [BuildName: BuildFollower] = [:]
    /// The newest first, as they were found.
    private var names: [BuildName] = []
    private var attended: BuildName?
    /// Of the last time that builds were looked for.
    private var discoveryProblems: [String] = []
    private var watched: [FolderWatch.Token: Watched] = [:]
    private var watchTokens: [String: FolderWatch.Token] = [:]
    /// Logs that show no run yet, and the watches of those that have one.
    private var young: [String] = []
    private var youngTokens: [String: FolderWatch.Token] = [:]
    private var lastSweep = Timestamp(milliseconds: 0)
    private var pace = LookPace()
    private var hasNews = true
    /// Whether changes are wanted as they come; a single look needs no watches.
    private var isFollowing = true
    private let controller: String
    /// The folders that are looked at, as they are shown.
    private let places: [String]
    /// `sweepInterval` where something runs.
    private let liveSweepInterval: Duration

    private enum Watched { case builds, reports, build(BuildName) }

    /// - Parameters:
    ///   - turn: what keys it stands aside for.
    ///   - publish: takes each new snapshot; called on the observatory's thread.
    package init(
        _ settings: ObservatorySettings, mailbox: Mailbox<ObservatoryRequest>, pulse: Pulse, turn: KeyTurn = KeyTurn(),
        publish: @escaping (Snapshot) -> Void
    ) {
        context = FollowContext(settings, turn)
        clock = RuleClock(fixedAt: settings.fixedNow)
        discovery = BuildDiscovery(root: settings.root)
        (self.mailbox, self.pulse, self.publish) = (mailbox, pulse, publish)
        controller = HostIdentity.name
        let root = settings.root
        places = [
            root.shown(root.stateFolder) + "  (states)", root.shown(root.logFolder) + "/*.log  (run logs)",
            root.shown(root.reporter) + "  (reporter files)",
        ]
        liveSweepInterval = max(settings.poll * 5, .seconds(20))
    }

    /// How often everything is looked at, whether or not a watch has told of a change.
    private var sweepInterval: Duration {
        if watch.problem != nil { return context.settings.poll }
        return followers.values.contains(where: \.isLive) ? liveSweepInterval : .seconds(60)
    }

    /// Runs until it is asked to stop.
    package func run() {
        scan()
        while waitForNews() {}
    }

    /// Reads everything once, without following: for commands that print and end.
    package static func look(_ settings: ObservatorySettings, attending build: BuildName? = nil) -> Snapshot {
        var last: Snapshot?
        let observatory = Observatory(settings, mailbox: Mailbox(), pulse: Pulse()) { last = $0 }
        observatory.attended = build
        observatory.isFollowing = false
        observatory.scan()
        return last ?? Snapshot(controller: observatory.controller, takenAt: WallClock.now())
    }

    // MARK: The first scan

    /// Finds all builds and reads them, the newest first, publishing on the way.
    private func scan() {
        _ = context.inventory.refresh()
        discover()
        var turn = WallClock.steady()
        if let attended, let follower = followers[attended] {
            context.reports.listIfNeeded(at: clock.now())
            look(at: follower)
        }
        for (index, name) in names.enumerated() {
            guard let follower = followers[name] else { continue }
            look(at: follower)
            // The first screenful at once; then a few times while the rest is read.
            if index == 59 || WallClock.steady() - turn > .milliseconds(15), index < names.count - 1 {
                publishSnapshot(isComplete: false)
                turn = WallClock.steady()
            }
            if mailbox.hasMore, !takeRequests() { return }
        }
        lastSweep = clock.now()
        checkMachine()
        pulse.beat(nextWithin: context.settings.poll)
        publishSnapshot(isComplete: true)
        // The screen is full now; reporter files refine it, and watches keep it so.
        if followers.values.contains(where: \.isLive) { lookAtReports() }
        if isFollowing { watchFolders() }
        // What is idle from the start is looked at again no sooner than what becomes so.
        pulse.beat(nextWithin: max(context.settings.poll, .milliseconds(nextTimeout())))
        takeTriageProblems()
        if hasNews { publishSnapshot(isComplete: true) }
    }

    /// Broken rules are told even where nothing has failed yet.
    private func takeTriageProblems() {
        triageProblems = context.triage.problems
        if !triageProblems.isEmpty { hasNews = true }
    }

    private var triageProblems: [String] = []

    private func discover() {
        presentRoots = Set(rootFolders.filter { FileSignature(linkAt: $0) != nil })
        let found = discovery.find { followers[$0] != nil }
        names = found.names
        young = found.young
        if found.problems != discoveryProblems { hasNews = true }
        discoveryProblems = found.problems
        let present = Set(names)
        for name in followers.keys where !present.contains(name) {
            followers[name] = nil
            hasNews = true
        }
        for name in names where followers[name] == nil {
            let follower = BuildFollower(name, context)
            follower.isAttended = name == attended
            followers[name] = follower
            hasNews = true
        }
    }

    private func look(at follower: BuildFollower, reportsChanged: Bool = false) {
        if follower.look(at: clock.now(), reportsChanged: reportsChanged) { hasNews = true }
        // Nobody comes back to the rest of a long log when this is the only look.
        while !isFollowing, follower.hasMore { _ = follower.look(at: clock.now()) }
    }

    // MARK: Following

    /// Sleeps until something has happened or is due, and deals with it.
    /// - Returns: `false` when asked to stop.
    private func waitForNews() -> Bool {
        let timeout = nextTimeout()
        wait([watch.descriptor, mailbox.event], timeout)
        guard takeRequests() else { return false }
        let events = watch.takeEvents()
        deal(with: events.tokens)
        forget(events.ended)
        let now = clock.now()
        let isDue = now - lastSweep >= sweepInterval || rootHasComeOrGone
        if events.overflowed && watch.descriptor >= 0 || isDue { sweep() }
        for follower in followers.values where follower.hasMore || follower.deadline.map({ $0 <= now }) ?? false {
            look(at: follower)
        }
        pulse.beat(nextWithin: max(context.settings.poll, .milliseconds(nextTimeout())))
        if hasNews {
            pace.note(at: WallClock.steady())
            publishSnapshot(isComplete: true)
        }
        return true
    }

    private var rootFolders: [String] { [context.root.stateFolder, context.root.logFolder] }

    /// The folders of builds that no watch tells of, because they are not there, or were not when watches were set.
    private var unwatchedRoots: [String] {
        watch.problem == nil ? rootFolders.filter { watchTokens[$0] == nil } : []
    }

    /// Those that stood there when builds were last looked for.
    private var presentRoots: Set<String> = []

    private var rootHasComeOrGone: Bool {
        unwatchedRoots.contains { (FileSignature(linkAt: $0) != nil) != presentRoots.contains($0) }
    }

    private func wait(_ descriptors: [Int32], _ timeout: Int64) {
        let present = descriptors.filter { $0 >= 0 }
        var results = [UInt8](repeating: 0, count: present.count)
        // After much news the next look waits a little, whatever happens; only who asks for something is heard at once.
        let pause = pace.pause(at: WallClock.steady())
        if timeout > 0, pause > .zero, mailbox.event >= 0 {
            var one: UInt8 = 0
            var event = mailbox.event
            if cp_wait(&event, &one, 1, Int32(min(timeout, pause.wholeMilliseconds))) > 0 { return }
        }
        _ = cp_wait(present, &results, Int32(present.count), Int32(clamping: timeout))
    }

    /// In milliseconds.
    private func nextTimeout() -> Int64 {
        if followers.values.contains(where: \.hasMore) { return 0 }
        let now = clock.now()
        var moments = [lastSweep + sweepInterval]
        if !unwatchedRoots.isEmpty { moments.append(now + context.settings.poll) }
        for follower in followers.values { if let deadline = follower.deadline { moments.append(deadline) } }
        return moments.map { max(0, ($0 - now).wholeMilliseconds + 1) }.min() ?? 1000
    }

    private func takeRequests() -> Bool {
        for request in mailbox.take() {
            switch request {
            case .stop: return false
            case .refresh: sweep()
            case .attend(let build): attend(build)
            }
        }
        return true
    }

    private func attend(_ build: BuildName?) {
        guard build != attended else { return }
        let before = attended.flatMap { followers[$0] }
        attended = build
        before?.isAttended = false
        if let follower = build.flatMap({ followers[$0] }) {
            follower.isAttended = true
            context.reports.listIfNeeded(at: clock.now())
            look(at: follower, reportsChanged: true)
            watchBuild(follower)
        }
        // The one that is left gives its details back.
        if let before { look(at: before) }
    }

    private func deal(with tokens: Set<FolderWatch.Token>) {
        guard !tokens.isEmpty else { return }
        var buildsChanged = false
        var reportsChanged = false
        for token in tokens {
            switch watched[token] {
            case .builds: buildsChanged = true
            case .reports: reportsChanged = true
            case .build(let name): if let follower = followers[name] { look(at: follower) }
            case nil: if showsRunNow(token) { buildsChanged = true }
            }
        }
        if buildsChanged {
            discover()
            lookAtNewBuilds()
            // A log that has come into the folder may be that of a build that is known already.
            for follower in followers.values where follower.isLive { look(at: follower) }
            watchFolders()
        }
        if reportsChanged { lookAtReports() }
        for follower in followers.values where follower.isLive { watchBuild(follower) }
    }

    /// Watches end with what they watched; what stands at the path next needs a new one.
    private func forget(_ ended: Set<FolderWatch.Token>) {
        guard !ended.isEmpty else { return }
        for token in ended { watched[token] = nil }
        watchTokens = watchTokens.filter { !ended.contains($0.value) }
        youngTokens = youngTokens.filter { !ended.contains($0.value) }
        watchFolders()
    }

    private func lookAtReports() {
        // Each folder is watched before it is listed: nothing that comes in between is missed.
        let hasChanged = context.reports.list(at: clock.now()) { path in
            guard isFollowing else { return }
            _ = watchFolder(path, .reports) { watch.watchFolder($0) }
        }
        guard hasChanged else { return }
        for follower in followers.values where follower.isLive { look(at: follower, reportsChanged: true) }
    }

    /// Looks at everything: what watches cannot tell, and what they may have missed.
    private func sweep() {
        lastSweep = clock.now()
        let inventoryChanged = context.inventory.refresh()
        discover()
        for name in names { if let follower = followers[name] { look(at: follower, reportsChanged: inventoryChanged) } }
        if followers.values.contains(where: \.isLive) { lookAtReports() }
        watchFolders()
        checkMachine()
    }

    // MARK: Watches

    /// Watches what is there. What came between a look and its watch would be missed, so whatever gets a new watch is
    /// looked at once more.
    private func watchFolders() {
        let root = context.root
        let areNew = rootFolders.map { path in
            watchFolder(path, .builds) { self.watch.watchEntries($0) }
        }
        if areNew.contains(true) {
            discover()
            lookAtNewBuilds()
        }
        // The state folders of all builds, as far as watches are to be had: a name may be used again at any time.
        for name in names.prefix(4000) {
            let isNew = watchFolder(root.stateFolder(of: name), .build(name)) { self.watch.watchFolder($0) }
            if isNew, let follower = followers[name] { look(at: follower) }
        }
        if watchYoungLogs() {
            discover()
            lookAtNewBuilds()
        }
        for follower in followers.values where follower.isLive { watchBuild(follower) }
        for path in youngTokens.keys where !young.contains(path) { forgetYoung(path) }
    }

    /// A log may be there long before the run that it shows, and no folder tells of what comes into it.
    /// - Returns: whether one shows a run by now.
    private func watchYoungLogs() -> Bool {
        let new = young.filter { youngTokens[$0] == nil }
        for path in new { youngTokens[path] = watch.watchFile(path) }
        return new.contains(where: LogSniffer.showsRun)
    }

    private func showsRunNow(_ token: FolderWatch.Token) -> Bool {
        guard let path = youngTokens.first(where: { $0.value == token })?.key else { return false }
        if LogSniffer.showsRun(path) { return true }
        // By its beginning a log is known for ever.
        if FileSignature(linkAt: path)?.size ?? 0 >= LogSniffer.headBytes {
            young.removeAll { $0 == path }
            forgetYoung(path)
        }
        return false
    }

    private func forgetYoung(_ path: String) {
        guard let token = youngTokens.removeValue(forKey: path) else { return }
        // The log of a build has the same watch.
        if watched[token] == nil { watch.forget(token) }
    }

    private func watchBuild(_ follower: BuildFollower) {
        let path = context.root.runLog(of: follower.name)
        // A log that was replaced needs a new watch; adding one again to the same file gives the same token.
        guard let token = watch.watchFile(path), watchTokens[path] != token else { return }
        if let old = watchTokens[path] { watched[old] = nil }
        watchTokens[path] = token
        watched[token] = .build(follower.name)
        look(at: follower)
    }

    /// - Returns: whether the watch is a new one.
    private func watchFolder(_ path: String, _ what: Watched, _ add: (String) -> FolderWatch.Token?) -> Bool {
        guard watchTokens[path] == nil, watch.problem == nil, let token = add(path) else { return false }
        watchTokens[path] = token
        watched[token] = what
        return true
    }

    private func lookAtNewBuilds() {
        for name in names { if let follower = followers[name], !follower.hasBeenRead { look(at: follower) } }
    }

    private func checkMachine() {
        let root = context.root
        let disks = [root.stateFolder, root.logFolder].compactMap {
            DiskSpace.problem(at: $0, shown: root.shown($0))
        }
        let own = [watch.problem, context.inventory.problem, context.reports.problem].compactMap(\.self)
        if disks + own != machineProblems { hasNews = true }
        machineProblems = disks + own
    }

    /// Of disks, watches and shared files, as of the last look at everything.
    private var machineProblems: [String] = []

    // MARK: Publishing

    private func publishSnapshot(isComplete: Bool) {
        hasNews = false
        var snapshot = Snapshot(controller: controller, takenAt: context.settings.fixedNow ?? WallClock.now())
        snapshot.builds = names.compactMap { name in
            guard let follower = followers[name], follower.hasBeenRead else { return nil }
            return follower.snapshot
        }
        snapshot.isComplete = isComplete
        snapshot.problems = discoveryProblems + machineProblems + triageProblems
        snapshot.places = places
        publish(snapshot)
    }
}
