package import Runs

/// One look at one build, for commands that print and end.
package enum BuildLook {
    /// - Returns: `nil` when there is no such build: neither state, nor log.
    package static func snapshot(of name: BuildName, _ settings: ObservatorySettings) -> BuildSnapshot? {
        let root = settings.root
        guard
            FileSignature(linkAt: root.stateFolder(of: name)) != nil
                || FileSignature(linkAt: root.runLog(of: name)) != nil
        else { return nil }
        let context = FollowContext(settings)
        _ = context.inventory.refresh()
        let now = WallClock.now()
        context.reports.listIfNeeded(at: now)
        let follower = BuildFollower(name, context)
        follower.isAttended = true
        repeat { _ = follower.look(at: now) } while follower.hasMore
        return follower.snapshot
    }
}
