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
    /// Its place among the posts of its build.
    private let order: Int
    /// Whether what `posting` says stands on disk.
    private(set) var isSaved = true

    package var title: String { subRun.map { "\(build), sub-run \($0)" } ?? build.text }
    var bodyPath: String { folder + "/post.body" }
    private var recordPath: String { folder + "/post.json" }
    private var markerPath: String { folder + "/posted.marker" }

    /// Freezes a report's bytes: from here on it is sent as it is, or not at all.
    /// - Throws: also when a report has been frozen there already: it may have been sent.
    init(
        freezing body: [UInt8], of build: BuildName, subRun: SubRunKey?, launch: String, order: Int = 0, _ root: Root
    ) throws(ActingError) {
        (self.build, self.subRun, self.launch, self.order) = (build, subRun, launch, order)
        folder = root.postFolder(of: build, subRun: subRun)
        posting = Posting()
        digest = Digest(of: body).text
        try AtomicFile.makeFolder(folder)
        for path in [folder + "/post.json", folder + "/posted.marker"] where try AtomicFile.stands(at: path) {
            throw .refused("\(path) stands there already: nothing is frozen for posting over it")
        }
        try AtomicFile.write(body, to: bodyPath, mode: 0o600)
        try save()
    }

    /// The post that an earlier process has left; `nil` when it left none.
    /// - Throws: when the files cannot be read just now. That they are there is all that is known then, and taking them for
    ///   missing would post a second time.
    init?(recovering build: BuildName, subRun: SubRunKey?, _ root: Root) throws(ActingError) {
        (self.build, self.subRun) = (build, subRun)
        folder = root.postFolder(of: build, subRun: subRun)
        let stands = try AtomicFile.stands(at: folder + "/post.json")
        let file = stands ? try Self.file(folder + "/post.json") : nil
        launch = file?.launch ?? ""
        digest = file?.digest ?? ""
        order = file?.order ?? 0
        // Whatever stands there counts as posted: a planted link must not cause a second post.
        if try AtomicFile.stands(at: folder + "/posted.marker") {
            let marker = (try? SafeFile.read(folder + "/posted.marker", limit: 4096)).flatMap {
                try? JSONValue(json: $0)
            }
            posting = Posting(
                recovered: .posted, firstTriedAt: nil, failures: 0, reason: nil,
                postedAt: marker?["at"]?.string.flatMap { Timestamp(rfc3339: $0) })
        } else if let file, let phase = Posting.Phase(rawValue: file.phase) {
            // The marker is the only proof of a post.
            posting = Posting(
                recovered: phase == .posted ? .sending : phase, firstTriedAt: file.firstTriedAt,
                failures: file.failures, reason: file.reason, isAskedFor: file.isAskedFor)
        } else if stands {
            posting = Posting(
                recovered: .unknown, firstTriedAt: nil, failures: 0,
                reason: "post.json cannot be understood: it may have been sent or not")
        } else {
            return nil
        }
    }

    /// - Returns: `nil` for one that will never be readable.
    private static func file(_ path: String) throws(ActingError) -> PostFile? {
        do throws(SafeFileError) {
            return PostFile(try SafeFile.read(path, limit: PostFile.byteLimit))
        } catch {
            if case .failed = error { throw .failed("\(error)") }
            return nil
        }
    }

    /// All posts of a build in the order in which they were frozen.
    package static func all(of build: BuildName, _ root: Root) throws(ActingError) -> [PostBox] {
        let keys = try AtomicFile.list(root.subRuns(of: build)).sorted().compactMap { SubRunKey($0) }
        var boxes: [PostBox] = []
        for key in [nil] + keys {
            if let box = try PostBox(recovering: build, subRun: key, root) { boxes.append(box) }
        }
        // Stable: those of an older version, which have no place, stay in the order of their keys.
        return boxes.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
            .map(\.element)
    }

    /// How many bytes were frozen; `nil` when those that stand there are not the same any more.
    /// - Throws: when they cannot be read just now.
    func intactSize() throws(ActingError) -> Int? { try body()?.count }

    /// The bytes that were frozen; `nil` when those that stand there are not the same any more.
    /// - Throws: when they cannot be read just now.
    func body() throws(ActingError) -> [UInt8]? {
        do throws(SafeFileError) {
            let bytes = try SafeFile.read(bodyPath, limit: 1024 * 1024)
            return Digest(of: bytes).text == digest ? bytes : nil
        } catch {
            if case .failed = error { throw .failed("\(error)") }
            return nil
        }
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

    /// - Returns: why it still cannot be written down.
    @discardableResult
    mutating func saveAgain() -> ActingError? {
        guard !isSaved else { return nil }
        do throws(ActingError) {
            try save()
            isSaved = true
            return nil
        } catch {
            return error
        }
    }

    private func save() throws(ActingError) {
        if posting.phase == .posted, try !AtomicFile.stands(at: markerPath) {
            let line: JSONObject = ["at": .string(WallClock.now().rfc3339), "sha256": .string(digest)]
            try AtomicFile.write(JSONValue.object(line).compactText + "\n", to: markerPath, mode: 0o644)
        }
        var file = PostFile(
            build: build.text, subRun: subRun?.text, launch: launch, phase: posting.phase.rawValue, digest: digest)
        file.firstTriedAt = posting.firstTriedAt
        file.failures = posting.failures
        file.reason = posting.reason
        file.updatedAt = WallClock.now()
        (file.order, file.isAskedFor) = (order, posting.isAskedFor)
        try AtomicFile.write(file.text, to: recordPath, mode: 0o600)
    }
}
