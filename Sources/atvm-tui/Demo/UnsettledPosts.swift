import Acting
import Formats
import Glibc
import Observing
import Plans
import Runs

/// Gives two of a demo's past builds a post that went wrong, so that settling can be tried: of one nobody knows whether it
/// arrived, the other was refused.
struct UnsettledPosts {
    let settings: ObservatorySettings

    private static let troubles: [(RecordedDelivery, Posting.Phase, String)] = [
        (.unknown, .unknown, "the outcome is not known: the connection was closed before the answer came"),
        (.gaveUp, .gaveUp, "the server refused it with 403: the channel is archived"),
    ]

    /// - Parameter builds: those that have ended and were posted.
    func write(_ builds: [BuildName]) throws(ActingError) {
        for (build, trouble) in zip(builds, Self.troubles) { try write(build, trouble.0, trouble.1, trouble.2) }
    }

    private func write(
        _ build: BuildName, _ delivery: RecordedDelivery, _ phase: Posting.Phase, _ reason: String
    ) throws(ActingError) {
        let root = settings.root
        let path = root.stateFile(of: build)
        guard let bytes = try? SafeFile.read(path, limit: StateFile.byteLimit), var state = try? StateFile(bytes),
            let snapshot = BuildLook.snapshot(of: build, settings)
        else { return }
        let report = StatusReport(of: snapshot, at: snapshot.endedAt ?? WallClock.now(), clock: .system)
        let text = ReportCut.text(of: report, limit: 16_383)
        let fields: JSONObject = ["text": .string(text), "channel": .string("atvm-demo")]
        let body = Array(JSONValue.object(fields).compactText.utf8)
        let folder = root.postFolder(of: build, subRun: nil)
        unlink(root.postedMarker(of: build))
        try AtomicFile.write(body, to: folder + "/post.body", mode: 0o600)
        var post = PostFile(
            build: build.text, subRun: nil, launch: BuildActivity(of: build, root).request?.launch ?? "",
            phase: phase.rawValue, digest: Digest(of: body).text)
        post.firstTriedAt = snapshot.endedAt
        post.reason = reason
        post.updatedAt = snapshot.endedAt
        try AtomicFile.write(post.text, to: folder + "/post.json", mode: 0o600)
        (state.record.delivery, state.record.deliveryReason) = (delivery, reason)
        try AtomicFile.write(state.text, to: path, mode: 0o644)
    }
}
