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
    /// Takes one line for whoever reads the service's log: what cannot be done, and that it can again.
    package var tell: @Sendable (String) -> Void = { _ in }

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
    private var record: ProcessRecord?
    private var secret: Secret?
    /// What the last turn was for, and when it was.
    private var turned: (snapshot: BuildSnapshot?, at: Timestamp) = (nil, Timestamp(milliseconds: 0))
    /// The last line that was told, so that each is told once.
    private var told = ""

    private var root: Root { settings.observatory.root }
    private var folder: String { root.stateFolder(of: build) }

    package init(_ build: BuildName, _ settings: WatcherSettings, person: Person) {
        (self.build, self.settings, self.person) = (build, settings, person)
        let root = settings.observatory.root
        watch = BuildWatch(build, settings.observatory)
        queue = PostQueue(build, root: root, pauses: settings.pauses)
        timeline = TimelineWriter(path: root.timeline(of: build))
        file = StateFile(build: build.text, record: RecordedState(state: .running))
    }

    /// Follows the build until it has ended and everything is posted, or until it is asked to end.
    /// - Returns: the last state.
    /// - Throws: `.refused`, naming the first one, when the build has a watcher already.
    package func run(_ interruption: Interruption) throws(ActingError) -> BuildState {
        guard FileSignature(linkAt: folder) != nil else { throw .noSuchBuild(build) }
        let lock = try BuildLock(.watcher, in: folder, for: "watcher of \(build)", by: person)
        defer { withExtendedLifetime(lock) {} }
        sweep()
        // From here on it may hold the webhook's address.
        _ = cp_forbid_dumps()
        guard let own = ProcessTable.identity(of: Int(getpid())) else { throw .failed("cannot read /proc") }
        guard try takeUp(interruption) else { return file.record.state }
        var record = ProcessRecord(
            supervisor: settings.supervisor, launch: "", process: own, startedAt: WallClock.now())
        _ = watch.look { notify.alive() }
        record.launch = watch.request?.launch ?? ""
        self.record = record
        writeRecord()
        if watch.snapshot.logSize == nil { timeline.beginEmpty() }
        notify.ready()
        var endsBy: Timestamp?
        repeat {
            _ = watch.look { notify.alive() }
            if needsTurn { turn() }
            notify.alive()
            if interruption.isAsked() { endsBy = endsBy ?? WallClock.steady() + .seconds(8) }
            // A request under way gets its answer: without one nobody could know its outcome.
            if let endsBy, !queue.isSending || WallClock.steady() > endsBy { break }
            if isFinished { break }
            let pause = min(
                queue.pause(at: WallClock.now()), notify.interval, problem == nil ? .seconds(3600) : .seconds(1))
            watch.wait(atMost: pause, also: [interruption.descriptor] + queue.descriptors)
        } while true
        record.endedAt = WallClock.now()
        record.end = .exited(0)
        try? AtomicFile.write(record.text, to: root.watcherRecord(of: build), mode: 0o644)
        return file.record.state
    }

    /// Reads what an earlier watcher has left, however long that takes: without it nothing may be decided or sent.
    /// - Returns: whether it has not been asked to end meanwhile.
    private func takeUp(_ interruption: Interruption) throws(ActingError) -> Bool {
        while !interruption.isAsked() {
            do throws(ActingError) {
                try queue.open()
                written = try standing()
                if let written { file = written }
                return true
            } catch {
                tell("\(error); trying again")
                notify.alive()
                watch.wait(atMost: .seconds(1), also: [interruption.descriptor])
            }
        }
        return false
    }

    /// The state that stands there; `nil` where there is none, or none that can be understood.
    private func standing() throws(ActingError) -> StateFile? {
        let bytes: [UInt8]
        do throws(SafeFileError) {
            bytes = try SafeFile.read(root.stateFile(of: build), limit: StateFile.byteLimit)
        } catch {
            if case .failed = error { throw .failed("\(error)") }
            return nil
        }
        return try? StateFile(bytes)
    }

    /// Removes what an earlier watcher has left half-written.
    private func sweep() {
        AtomicFile.sweep(folder)
        for key in AtomicFile.names(in: root.subRuns(of: build)).compactMap({ SubRunKey($0) }) {
            AtomicFile.sweep(root.postFolder(of: build, subRun: key))
        }
    }

    /// A watcher whose record cannot be written works all the same: on a full disk it is needed most.
    private func writeRecord() {
        guard let record else { return }
        do throws(ActingError) {
            try AtomicFile.write(record.text, to: root.watcherRecord(of: build), mode: 0o644)
            self.record = nil
        } catch {
            tell("\(error); trying again")
        }
    }

    private func tell(_ line: String) {
        let line = clean(SafeText.firstLine(of: line))
        guard line != told else { return }
        told = line
        settings.tell("watcher of \(build): \(line)")
    }

    private var isFinished: Bool { problem == nil && written?.record.state.isTerminal == true && queue.isDone }

    // MARK: One turn

    /// What a turn has to do with; lines that prove nothing change only what is left out.
    private var news: BuildSnapshot {
        var snapshot = watch.snapshot
        (snapshot.logSize, snapshot.activeAt) = (nil, nil)
        return snapshot
    }

    /// While nothing happens, a turn a second is enough: for a changed environment file, or a marker.
    private var needsTurn: Bool {
        problem != nil || queue.isSending || queue.pause(at: WallClock.now()) <= .zero || turned.snapshot != news
            || WallClock.steady() - turned.at >= .seconds(1)
    }

    /// Each step is tried whatever has become of those before it: a timeline that cannot be written holds up no post.
    private func turn() {
        turned = (news, WallClock.steady())
        var failures: [ActingError] = []
        func attempt(_ step: () throws(ActingError) -> Void) {
            do throws(ActingError) { try step() } catch { failures.append(error) }
        }
        secret = (try? WebhookFile(root: root).read())?.address ?? secret
        writeRecord()
        attempt { () throws(ActingError) in if let log = watch.runLog { try timeline.take(log, clean) } }
        // Arrival times are a comfort: without them a build ends all the same.
        let comfort = failures.popLast()
        attempt(freezeSubRuns)
        // The end is written once nothing of it can be lost: whoever reads of it can rely on every post.
        if failures.isEmpty || !watch.snapshot.state.isTerminal { attempt(writeState) }
        hold()
        if queue.advance(at: WallClock.now()) || queue.problem != nil { attempt(writeState) }
        if let problem = queue.problem { failures.append(problem) }
        problem = failures.first
        if let trouble = problem ?? comfort {
            tell("\(trouble); trying again")
        } else if let delivery = queue.delivery, delivery.0 != .posted, let reason = delivery.reason {
            tell("its status is \(delivery.0 == .unknown ? "delivery unknown" : "not posted"): \(reason)")
        } else if !told.isEmpty {
            tell("all is well again")
            told = ""
        }
    }

    /// What is sent follows from what stands on disk: a build's own report once its end does, nothing once it is cancelled.
    private func hold() {
        let state = written?.record.state
        queue.mayPostBuild = state == .completed || state == .failed
        let isMarked = FileSignature(linkAt: root.cancelledMarker(of: build)) != nil
        queue.isCancelled = state == .cancelled || isMarked && state?.isTerminal != true
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
        // Masking may lengthen a text, and one that is too long becomes several posts.
        var room = settings.limit
        var text = clean(ReportCut.text(of: report, limit: room))
        while text.unicodeScalars.count > settings.limit, room > 0 {
            room -= text.unicodeScalars.count - settings.limit
            text = clean(ReportCut.text(of: report, limit: max(0, room)))
        }
        var body: JSONObject = ["text": .string(text)]
        if let channel = (try? WebhookFile(root: root).read())?.channel { body["channel"] = .string(channel) }
        try queue.freeze(
            Array(JSONValue.object(body).compactText.utf8), subRun, launch: watch.request?.launch ?? "")
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
