import CPosix
import Formats
import Glibc
package import Observing
package import Plans
package import Runs

/// What a watcher needs to know of the configuration.
package struct WatcherSettings: Sendable {
    package var observatory: ObservatorySettings
    /// Mattermost's length limit, in Unicode scalars.
    package var limit = 16_383
    package var pauses = RetryPauses()
    package var clock: LocalClock
    package var supervisor: String

    package init(_ observatory: ObservatorySettings, clock: LocalClock, supervisor: String) {
        (self.observatory, self.clock, self.supervisor) = (observatory, clock, supervisor)
    }
}

/// Follows one build to its end, writes its state and posts its status. One watcher runs for one build.
package final class Watcher {
    private let build: BuildName
    private let settings: WatcherSettings
    private let person: Person
    private let watch: BuildWatch
    private let queue: PostQueue
    private let notify = ServiceNotice()
    private var timeline: TimelineWriter
    private var file: StateFile
    private var written: StateFile?
    /// What could not be written at the last turn; it is tried again at the next.
    private var problem: ActingError?
    private var secret: Secret?

    private var root: Root { settings.observatory.root }
    private var folder: String { root.stateFolder(of: build) }

    package init(_ build: BuildName, _ settings: WatcherSettings, person: Person) {
        (self.build, self.settings, self.person) = (build, settings, person)
        let root = settings.observatory.root
        watch = BuildWatch(build, settings.observatory)
        queue = PostQueue(build, root: root, pauses: settings.pauses)
        timeline = TimelineWriter(path: root.timeline(of: build))
        let bytes = try? SafeFile.read(root.stateFile(of: build), limit: StateFile.byteLimit)
        let standing = bytes.flatMap { try? StateFile($0) }
        written = standing
        file = standing ?? StateFile(build: build.text, record: RecordedState(state: .running))
    }

    /// Follows the build until it has ended and everything is posted, or until it is asked to end.
    /// - Returns: the last state.
    /// - Throws: `.refused`, naming the first one, when the build has a watcher already.
    package func run(_ interruption: Interruption) throws(ActingError) -> BuildState {
        guard FileSignature(linkAt: folder) != nil else { throw .noSuchBuild(build) }
        let lock = try BuildLock(.watcher, in: folder, for: "watcher of \(build)", by: person)
        defer { withExtendedLifetime(lock) {} }
        AtomicFile.sweep(folder)
        // From here on it may hold the webhook's address.
        _ = cp_forbid_dumps()
        guard let own = ProcessTable.identity(of: Int(getpid())) else { throw .failed("cannot read /proc") }
        var record = ProcessRecord(
            supervisor: settings.supervisor, launch: "", process: own, startedAt: WallClock.now())
        _ = watch.look { notify.alive() }
        record.launch = watch.request?.launch ?? ""
        try AtomicFile.write(record.text, to: root.watcherRecord(of: build), mode: 0o644)
        if watch.snapshot.logSize == nil { timeline.beginEmpty() }
        notify.ready()
        var endsBy: Timestamp?
        repeat {
            _ = watch.look { notify.alive() }
            turn()
            notify.alive()
            if interruption.isAsked() { endsBy = endsBy ?? WallClock.steady() + .seconds(8) }
            // A request under way gets its answer: without one nobody could know its outcome.
            if let endsBy, !queue.isSending || WallClock.steady() > endsBy { break }
            if isFinished { break }
            let pause = min(
                queue.pause(at: WallClock.now()), notify.interval, problem == nil ? .seconds(3600) : .seconds(1))
            watch.wait(atMost: pause, also: [interruption.descriptor, queue.descriptor])
        } while true
        record.endedAt = WallClock.now()
        record.end = .exited(0)
        try? AtomicFile.write(record.text, to: root.watcherRecord(of: build), mode: 0o644)
        return file.record.state
    }

    private var isFinished: Bool { problem == nil && written?.record.state.isTerminal == true && queue.isDone }

    // MARK: One turn

    private func turn() {
        do throws(ActingError) {
            secret = (try? WebhookFile(root: root).read())?.address ?? secret
            if let log = watch.runLog { try timeline.take(log, clean) }
            try freezeSubRuns()
            _ = queue.advance(at: WallClock.now())
            try writeState()
            problem = nil
        } catch {
            problem = error
        }
    }

    /// Freezes the report of each sub-run that has ended.
    private func freezeSubRuns() throws(ActingError) {
        let snapshot = watch.snapshot
        guard snapshot.isCategorized, snapshot.state != .cancelled, !isWrittenTerminal else { return }
        for part in snapshot.subRuns where part.state == .completed || part.state == .failed {
            guard !queue.has(part.key) else { continue }
            var file = StateFile(build: build.text, record: RecordedState(state: part.state))
            file.template = snapshot.launch.template
            file.record.summary = part.counts
            file.record.url = part.url
            file.record.endedAt = WallClock.now()
            file.record.updatedAt = file.record.endedAt
            let folder = root.postFolder(of: build, subRun: part.key)
            try AtomicFile.makeFolder(folder)
            try AtomicFile.write(file.text, to: folder + "/state.json", mode: 0o644)
            try freeze(part.key)
        }
    }

    private var isWrittenTerminal: Bool { written?.record.state.isTerminal == true }

    private func freeze(_ subRun: SubRunKey?) throws(ActingError) {
        let report = StatusReport(of: watch.snapshot, subRun: subRun, at: WallClock.now(), clock: settings.clock)
        let text = clean(ReportCut.text(of: report, limit: settings.limit))
        var body: JSONObject = ["text": .string(text)]
        if let channel = (try? WebhookFile(root: root).read())?.channel { body["channel"] = .string(channel) }
        queue.add(
            try PostBox(
                freezing: Array(JSONValue.object(body).compactText.utf8), of: build, subRun: subRun,
                launch: watch.request?.launch ?? "", root))
    }

    /// Writes the state if it has changed. The end of a build is decided under a lock, so that a cancellation comes either
    /// before it or too late.
    private func writeState() throws(ActingError) {
        var snapshot = watch.snapshot
        if let written, written.record.state.isTerminal {
            // Terminal once: from here on only the posts change.
            file = written
            (file.record.delivery, file.record.deliveryReason) = (queue.delivery?.0, queue.delivery?.reason.map(clean))
            for index in file.record.subRuns.indices {
                let key = file.record.subRuns[index].key
                let box = queue.boxes.first { $0.subRun?.text == key }
                file.record.subRuns[index].postedAt = box?.posting.postedAt ?? file.record.subRuns[index].postedAt
            }
            return try save()
        }
        guard snapshot.state.isTerminal else {
            update(from: snapshot)
            return try save()
        }
        let lock = try StateLock.wait(folder, by: person)
        defer { withExtendedLifetime(lock) {} }
        if FileSignature(linkAt: root.cancelledMarker(of: build)) != nil, snapshot.state != .cancelled {
            snapshot.state = .cancelled
            snapshot.reason = "an operator cancelled it"
        }
        let isPosted = !snapshot.isCategorized && (snapshot.state == .completed || snapshot.state == .failed)
        // Frozen first: whoever reads of the end can rely on its post.
        if isPosted, !queue.has(nil) { try freeze(nil) }
        update(from: snapshot)
        try save()
    }

    private func update(from snapshot: BuildSnapshot) {
        let state = WatcherState(root: root.shown(root.runLog(of: build)), clean: clean)
        state.update(&file, from: snapshot, posts: queue.boxes, delivery: queue.delivery)
    }

    private func save() throws(ActingError) {
        guard file != written else { return }
        file.record.updatedAt = WallClock.now()
        // The texts in it have been cleaned one by one; here only the address itself is looked for, JSON stays whole.
        let text = secret?.masked(in: file.text) ?? file.text
        try AtomicFile.write(text, to: root.stateFile(of: build), mode: 0o644)
        written = file
    }

    /// A text without the webhook's address and without what looks like a secret.
    private func clean(_ text: String) -> String {
        SecretMask.masked(text: secret?.masked(in: text) ?? text)
    }
}
