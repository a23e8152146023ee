import Formats
import Glibc
package import Observing
import Plans
import Runs

/// Builds that wait for an operator: their start was broken off, or nobody knows whether their status was posted.
package enum BuildChecks {
    package static let group = DoctorGroup("builds") { context in
        let root = context.root
        if let folder = FileSignature(linkAt: root.stateFolder), folder.isFolder,
            access(root.stateFolder, R_OK | X_OK) != 0
        {
            return [context.hidden("builds", root.stateFolder)]
        }
        let builds = BuildNames.all(root)
        let now = WallClock.now()
        var unknown: [Finding] = []
        var broken: [Finding] = []
        for build in builds {
            let activity = BuildActivity(of: build, root)
            if !activity.watcherLives, let finding = delivery(of: build, context) { unknown.append(finding) }
            if let finding = start(of: build, activity, context, at: now) { broken.append(finding) }
        }
        let closed = builds.first { build in
            [root.stateFolder(of: build) + "/post.json", root.request(of: build)].contains { path in
                FileSignature(linkAt: path) != nil && access(path, R_OK) != 0
            }
        }
        // Without them nobody can say that nothing waits.
        if let closed { unknown.append(context.hidden("builds", root.request(of: closed))) }
        guard !unknown.isEmpty || !broken.isEmpty else {
            let count = "\(builds.count) build\(builds.count == 1 ? "" : "s")"
            return [Finding("builds", .ok, "\(count); none waits for an operator")]
        }
        return few(unknown, "posts whose delivery is not known") + few(broken, "broken starts")
    }

    private static func few(_ findings: [Finding], _ what: String) -> [Finding] {
        guard findings.count > 5 else { return findings }
        return findings.prefix(5) + [Finding("builds", .warning, "and \(findings.count - 5) more \(what)")]
    }

    private static func delivery(of build: BuildName, _ context: DoctorContext) -> Finding? {
        let boxes: [PostBox]
        do throws(ActingError) { boxes = try PostBox.all(of: build, context.root) } catch {
            return Finding(build.text, .warning, "whether its status was posted cannot be read: \(error)")
        }
        let open = context.own("settle", build.text)
        if let box = boxes.first(where: { $0.posting.phase == .unknown }) {
            return Finding(
                build.text, .warning,
                "delivery unknown of \(box.title): look into the channel, then say --posted or --post-again", mend: open
            )
        }
        if let box = boxes.first(where: { $0.posting.phase == .gaveUp }) {
            let why = box.posting.reason.map { ": \($0)" } ?? ""
            return Finding(build.text, .warning, "the status of \(box.title) was not posted\(why)", mend: open)
        }
        return nil
    }

    /// A start that has written its request and got no further.
    private static func start(
        of build: BuildName, _ activity: BuildActivity, _ context: DoctorContext, at now: Timestamp
    ) -> Finding? {
        guard let request = activity.request, !request.runner.isEmpty, activity.runner == nil,
            !activity.runnerLives, activity.recorded == nil || activity.recorded == .running,
            now - request.startedAt > .seconds(60),
            FileSignature(linkAt: context.root.cancelledMarker(of: build)) == nil
        else { return nil }
        let text = "\(request.startedBy) began to start it at \(request.startedAt.rfc3339); its runner never ran"
        return Finding(build.text, .warning, text, mend: context.own("cancel", build.text))
    }
}
