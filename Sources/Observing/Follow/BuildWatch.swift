import CPosix
package import Formats
import Glibc
package import Runs

/// Follows one build to its end, for its watcher. Confined to one thread.
package final class BuildWatch {
    private let context: FollowContext
    private let follower: BuildFollower
    private let clock = RuleClock()
    private let watch = FolderWatch()
    private var reportTokens: [String: FolderWatch.Token] = [:]
    private var buildTokens: [String: FolderWatch.Token] = [:]
    private var reportsAreStale = true
    private var sweptAt = WallClock.steady()
    private var lookedAt = WallClock.steady()

    /// How long at least between two looks at what changes: a log that grows by thousands of lines a second costs no more
    /// looks than one of ten.
    private static let rest = Duration.milliseconds(100)

    package init(_ build: BuildName, _ settings: ObservatorySettings) {
        context = FollowContext(settings)
        follower = BuildFollower(build, context, watchedSince: clock.now())
        follower.isAttended = true
    }

    package var snapshot: BuildSnapshot { follower.snapshot }
    /// What the log has shown so far, with the time at which each fact arrived.
    package var runLog: RunLog? { follower.runLog }
    package var request: RequestFile? { follower.request }

    /// Looks at everything that may have changed.
    /// - Parameter meanwhile: called after each part of a long look, such as the first one at a large log.
    /// - Returns: whether the snapshot has.
    package func look(meanwhile: () -> Void = {}) -> Bool {
        defer { lookedAt = WallClock.steady() }
        addWatches()
        let events = watch.takeEvents()
        forget(events.ended)
        let isSweep = watch.problem != nil || events.overflowed || WallClock.steady() - sweptAt > sweepInterval
        if isSweep { sweptAt = WallClock.steady() }
        var reportsChanged = false
        if isSweep || reportsAreStale || reportTokens.values.contains(where: events.tokens.contains) {
            // Each folder is watched before it is listed, so nothing comes in between.
            reportsChanged = context.reports.list(at: clock.now()) { self.watchReports($0) }
            reportsAreStale = false
        }
        let inventoryChanged = isSweep && context.inventory.refresh()
        var hasChanged = false
        var isFirst = true
        repeat {
            let changed = follower.look(
                at: clock.now(), reportsChanged: isFirst && (reportsChanged || inventoryChanged))
            hasChanged = changed || hasChanged
            isFirst = false
            meanwhile()
        } while follower.hasMore
        return hasChanged
    }

    /// Sleeps until something has happened or is due.
    /// - Parameters:
    ///   - limit: at most this long.
    ///   - descriptors: what else ends the sleep.
    package func wait(atMost limit: Duration, also descriptors: [Int32]) {
        var timeout = min(limit, context.settings.poll)
        if let deadline = follower.deadline { timeout = min(timeout, max(.zero, deadline - clock.now())) }
        if reportsAreStale { timeout = .zero }
        let start = WallClock.steady()
        Self.sleep(atMost: timeout, until: descriptors + [watch.descriptor])
        let now = WallClock.steady()
        let rest = min(timeout - (now - start), Self.rest - (now - lookedAt))
        if rest > .zero { Self.sleep(atMost: rest, until: descriptors) }
    }

    private static func sleep(atMost limit: Duration, until descriptors: [Int32]) {
        let present = descriptors.filter { $0 >= 0 }
        var results = [UInt8](repeating: 0, count: present.count)
        _ = cp_wait(present, &results, Int32(present.count), Int32(clamping: limit.wholeMilliseconds + 1))
    }

    private var sweepInterval: Duration { watch.problem == nil ? .seconds(20) : context.settings.poll }

    // MARK: Watches

    private func addWatches() {
        let root = context.root
        let build = follower.name
        for folder in [root.logFolder, root.stateFolder(of: build)] where buildTokens[folder] == nil {
            buildTokens[folder] = folder == root.logFolder ? watch.watchEntries(folder) : watch.watchFolder(folder)
        }
        // Adding the same file again gives the same token; a log that was replaced gets its own.
        buildTokens[root.runLog(of: build)] = watch.watchFile(root.runLog(of: build))
    }

    private func watchReports(_ folder: String) {
        guard reportTokens[folder] == nil, let token = watch.watchFolder(folder) else { return }
        reportTokens[folder] = token
    }

    private func forget(_ ended: Set<FolderWatch.Token>) {
        guard !ended.isEmpty else { return }
        reportTokens = reportTokens.filter { !ended.contains($0.value) }
        buildTokens = buildTokens.filter { !ended.contains($0.value) }
        reportsAreStale = true
    }
}
