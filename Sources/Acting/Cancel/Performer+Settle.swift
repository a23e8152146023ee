import Formats
import Glibc
import Observing
package import Plans
package import Runs

extension Performer {
    /// The posts of a build that may be settled.
    package func unsettledPosts(of build: BuildName) throws(ActingError) -> [UnsettledPost] {
        guard FileSignature(linkAt: root.stateFolder(of: build)) != nil else { throw .noSuchBuild(build) }
        return try PostBox.unsettled(of: build, root)
    }

    /// Settles a post of which nobody knows whether it arrived, or that was refused.
    /// - Returns: the outcome in one line.
    package func perform(_ approved: Approved<SettlePlan>) throws(ActingError) -> String {
        let plan = approved.plan
        let build = plan.build
        let folder = root.stateFolder(of: build)
        guard FileSignature(linkAt: folder) != nil else { throw .noSuchBuild(build) }
        return try audited(plan, action: "settle", build: build) { () throws(ActingError) in
            let lock = try BuildLock(.operation, in: folder, for: "settlement of \(build)", by: person)
            defer { withExtendedLifetime(lock) {} }
            let title = try decide(plan)
            guard plan.decision == .postAgain else { return "marked the report of \(title) as posted" }
            try supervisor.start(.watcher, of: build)
            return "the report of \(title) is being posted again"
        }
    }

    /// Writes the decision down, while no watcher can begin.
    /// - Returns: whose post it is.
    private func decide(_ plan: SettlePlan) throws(ActingError) -> String {
        let build = plan.build
        guard !BuildActivity(of: build, root).watcherLives else {
            throw .refused("the watcher of \(build) is active; it may still find out by itself")
        }
        let lock = try WatcherLock.wait(
            root.stateFolder(of: build), for: "settlement of \(build)", by: person)
        defer { withExtendedLifetime(lock) {} }
        guard var box = try PostBox(recovering: build, subRun: plan.subRun, root) else {
            throw .refused("nothing of \(build) has been frozen for posting")
        }
        guard plan.launch == nil || plan.launch == box.launch else {
            throw .refused("\(build) has been started anew since; look at its post again")
        }
        guard box.posting.phase == .unknown || box.posting.phase == .gaveUp else {
            throw .refused("the post of \(box.title) is settled: it is \(box.posting.phase.rawValue)")
        }
        try box.settle(plan.decision)
        try record(plan.decision, of: build)
        return box.title
    }

    private func record(_ decision: SettlePlan.Decision, of build: BuildName) throws(ActingError) {
        let path = root.stateFile(of: build)
        guard let bytes = try? SafeFile.read(path, limit: StateFile.byteLimit), var file = try? StateFile(bytes) else {
            return
        }
        // Of several posts one that is still open counts for the build.
        let delivery = PostQueue.delivery(of: try PostBox.all(of: build, root))
        (file.record.delivery, file.record.deliveryReason) = (delivery?.0, delivery?.reason)
        file.record.updatedAt = WallClock.now()
        try AtomicFile.write(file.text, to: path, mode: 0o644)
    }
}
