import Formats
import Glibc
package import Observing
package import Plans
package import Runs

/// The post of one report on disk: the frozen body, how far it has come, and the marker. Each step is durable before the
/// next begins, so that a process that is killed anywhere leaves either a post that may be sent, or one of which it is
/// known that nobody can know.
package struct PostBox {
    package let build: BuildName
    /// `nil` for the post of a plain build.
    package let subRun: SubRunKey?
    package let launch: String
    package private(set) var posting: Posting
    private let folder: String
    private var digest: String
    /// Whether what `posting` says stands on disk.
    private(set) var isSaved = true

    package var title: String { subRun.map { "\(build), sub-run \($0)" } ?? build.text }
    var bodyPath: String { folder + "/post.body" }
    private var recordPath: String { folder + "/post.json" }
    private var markerPath: String { folder + "/posted.marker" }

    /// Freezes a report's bytes: from here on it is sent as it is, or not at all.
    init(
        freezing body: [UInt8], of build: BuildName, subRun: SubRunKey?, launch: String, _ root: Root
    ) throws(ActingError) {
        (self.build, self.subRun, self.launch) = (build, subRun, launch)
        folder = root.postFolder(of: build, subRun: subRun)
        posting = Posting()
        digest = Digest(of: body).text
        try AtomicFile.makeFolder(folder)
        try AtomicFile.write(body, to: bodyPath, mode: 0o600)
        try save()
    }

    /// The post that an earlier process has left; `nil` when it left none.
    init?(recovering build: BuildName, subRun: SubRunKey?, _ root: Root) {
        (self.build, self.subRun) = (build, subRun)
        folder = root.postFolder(of: build, subRun: subRun)
        let file = (try? SafeFile.read(folder + "/post.json", limit: PostFile.byteLimit)).flatMap { PostFile($0) }
        launch = file?.launch ?? ""
        digest = file?.digest ?? ""
        // Whatever stands there counts as posted: a planted link must not cause a second post.
        if FileSignature(linkAt: folder + "/posted.marker") != nil {
            posting = Posting(recovered: .posted, firstTriedAt: nil, failures: 0, reason: nil)
        } else if let file, let phase = Posting.Phase(rawValue: file.phase) {
            // The marker is the only proof of a post.
            posting = Posting(
                recovered: phase == .posted ? .sending : phase, firstTriedAt: file.firstTriedAt,
                failures: file.failures, reason: file.reason)
        } else {
            return nil
        }
    }

    /// All posts of a build, the sub-runs' in the order of their keys.
    package static func all(of build: BuildName, _ root: Root) -> [PostBox] {
        let keys = AtomicFile.names(in: root.subRuns(of: build)).sorted().compactMap { SubRunKey($0) }
        return ([nil] + keys).compactMap { PostBox(recovering: build, subRun: $0, root) }
    }

    /// The frozen bytes, if they are still those that were frozen.
    func body() -> [UInt8]? {
        guard let bytes = try? SafeFile.read(bodyPath, limit: 1024 * 1024), Digest(of: bytes).text == digest else {
            return nil
        }
        return bytes
    }

    // MARK: Steps

    /// Writes down that a request is about to be sent. Nothing may be sent when this fails.
    mutating func beginSending(at now: Timestamp) throws(ActingError) {
        let before = posting
        posting.send(at: now)
        do throws(ActingError) { try save() } catch {
            posting = before
            throw error
        }
    }

    /// Counts an attempt for which nothing could be sent; only `take` writes it down.
    mutating func passOver(at now: Timestamp) { posting.send(at: now) }

    /// Takes the outcome of the request. It counts also while it cannot be written down: `saveAgain` tries on.
    mutating func take(_ outcome: PostOutcome, at now: Timestamp, pauses: RetryPauses) {
        posting.take(outcome, at: now, pauses: pauses, jitter: .random(in: 0...1))
        isSaved = false
        saveAgain()
    }

    mutating func settle(_ decision: SettlePlan.Decision) throws(ActingError) {
        posting.settle(decision)
        try save()
    }

    mutating func saveAgain() {
        guard !isSaved else { return }
        isSaved = (try? save()) != nil
    }

    private func save() throws(ActingError) {
        if posting.phase == .posted, FileSignature(linkAt: markerPath) == nil {
            let line: JSONObject = ["at": .string(WallClock.now().rfc3339), "sha256": .string(digest)]
            try AtomicFile.write(JSONValue.object(line).compactText + "\n", to: markerPath, mode: 0o644)
        }
        var file = PostFile(
            build: build.text, subRun: subRun?.text, launch: launch, phase: posting.phase.rawValue, digest: digest)
        file.firstTriedAt = posting.firstTriedAt
        file.failures = posting.failures
        file.reason = posting.reason
        file.updatedAt = WallClock.now()
        try AtomicFile.write(file.text, to: recordPath, mode: 0o600)
    }
}
