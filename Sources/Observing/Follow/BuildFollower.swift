import Formats
import Glibc
import Runs

/// Follows one build: keeps its evidence up to date and derives its snapshot. Confined to the engine's thread.
final class BuildFollower {
    let name: BuildName
    private let context: FollowContext
    private(set) var snapshot: BuildSnapshot
    /// Whether an operator looks at it, so that hosts need their steps and failures.
    var isAttended = false
    private var evidence: Evidence
    private var log: LogFollower?
    /// What stood there at the last look; nothing is read again while it stands.
    private var seen = SourceSignatures()
    /// When the sources that had been there before anybody looked had been read.
    private var isCaughtUp = false
    /// When the rules were asked last.
    private var derivedAt = Timestamp(milliseconds: 0)
    /// How long the end that they have derived stands, whatever is written.
    private static let rest = Duration.seconds(1)
    /// A moment at which the state may change by time alone.
    private(set) var deadline: Timestamp?

    /// - Parameter watchedSince: since when a watcher has been waiting for the run.
    init(_ name: BuildName, _ context: FollowContext, watchedSince: Timestamp? = nil) {
        evidence = Evidence()
        evidence.watchedSince = watchedSince
        self.name = name
        self.context = context
        snapshot = BuildSnapshot(name: name, state: .unknown, reason: "not read yet")
    }

    private var root: Root { context.root }

    /// Whether it has been looked at once.
    var hasBeenRead: Bool { isCaughtUp }
    /// Whether its sources must be watched closely. A runner that hangs may write again at any time.
    var isLive: Bool { !snapshot.state.isTerminal || snapshot.state == .hung || isAttended }
    /// Whether the log has more than one turn could read.
    var hasMore: Bool { log?.hasMore ?? false }

    /// Looks at all sources of the build.
    /// - Parameters:
    ///   - now: by the rules' clock.
    ///   - reportsChanged: reporter files have come or gone since the last look.
    /// - Returns: whether the snapshot has changed.
    func look(at now: Timestamp, reportsChanged: Bool = false) -> Bool {
        var there = signatures()
        if isSettled, there == seen { return false }
        let isDue = deadline.map { $0 <= now } ?? false
        let isUnchanged = there == seen && !isDue && !hasMore && !(reportsChanged && isLive)
        if isCaughtUp, isUnchanged, runnerIsUnchanged { return false }
        if !isDue, !reportsChanged, runnerIsUnchanged, onlyLogHasGrown(there, at: now) {
            let proof = log?.proof
            readLog(there, at: now)
            // Lines that prove nothing change the log's size, and nothing else: most lines of most logs.
            if let log, log.proof == proof, !log.hasMore, let vitals = evidence.log.vitals {
                seen = there
                snapshot.logSize = vitals.size
                snapshot.activeAt = max(snapshot.activeAt ?? vitals.changedAt, vitals.changedAt)
                let derivesAt = snapshot.state.isTerminal ? derivedAt + Self.rest : nil
                deadline = [nextDeadline(snapshot, at: now), rereadAt, derivesAt].compactMap(\.self).min()
                return true
            }
        }
        if there.state != seen.state || !isCaughtUp { readState() }
        // A recorded end needs no more than the record: the other sources are not even looked for.
        if !there.isComplete, !recordSuffices(there) { there = signatures(completing: there) }
        if there.isComplete, there.request != seen.request || !isCaughtUp, !readRequest() {
            // It is there, but cannot be read just now: again at the next look.
            there.request = nil
        }
        if let request { evidence.launch = request.shown }
        evidence.isCancelled = there.isCancelled
        evidence.delivery = there.isPosted ? .posted : context.runners.delivery(of: name, evidence.recorded)
        readLog(there, at: now)
        if there.marks != seen.marks { marks = FollowedMarks(of: name, in: root, isThere: there.marks != nil) }
        seen = there
        if there.isComplete {
            readTimeline()
            evidence.runner = context.runners.evidence(for: name, silentSince: evidence.log.vitals?.changedAt)
        }
        return derive(at: now)
    }

    // MARK: Sources

    private func signatures() -> SourceSignatures {
        var there = SourceSignatures()
        there.log = FileSignature(linkAt: root.runLog(of: name))
        there.state = FileSignature(linkAt: root.stateFile(of: name))
        there.marks = FileSignature(linkAt: root.failureMarks(of: name))
        there.isAttended = isAttended
        // What has not been read yet, or is over and stands unchanged, may need no more.
        let isSame =
            there.log == seen.log && there.state == seen.state && there.marks == seen.marks && !isAttended
        return !isCaughtUp || isSame && isSettled && !seen.isComplete ? there : signatures(completing: there)
    }

    private func signatures(completing there: SourceSignatures) -> SourceSignatures {
        var there = there
        there.isComplete = true
        there.timeline = FileSignature(linkAt: root.timeline(of: name))
        there.runner = FileSignature(linkAt: root.runnerRecord(of: name))
        there.request = FileSignature(linkAt: root.request(of: name))
        // Whatever stands there counts as set: a planted link must not undo a cancellation or cause a second post.
        there.isCancelled = FileSignature(linkAt: root.cancelledMarker(of: name)) != nil
        there.isPosted = FileSignature(linkAt: root.postedMarker(of: name)) != nil
        return there
    }

    /// Whether it is over, read, and not looked at by anybody.
    private var isSettled: Bool {
        isCaughtUp && snapshot.state.isTerminal && !isAttended && deadline == nil && !hasMore
    }

    /// Whether nothing stands otherwise than at the last look but more bytes in the log: of a build that runs, or of one
    /// whose end was derived just now. What is written after an end may say otherwise of it, but not many times a second.
    private func onlyLogHasGrown(_ there: SourceSignatures, at now: Timestamp) -> Bool {
        guard isCaughtUp, log != nil, let old = seen.log, let new = there.log else { return false }
        guard !snapshot.state.isTerminal || rests(at: now) else { return false }
        var before = seen
        before.log = new
        return before == there && old.isSameFile(as: new) && new.size > old.size
    }

    /// Whether the end that is shown was derived just now. A hang is over with the first line.
    private func rests(at now: Timestamp) -> Bool {
        // A fixed clock never comes to the end of it, and a watcher is about to write the end down.
        guard snapshot.state != .hung, context.settings.fixedNow == nil, evidence.watchedSince == nil else {
            return false
        }
        return (.zero..<Self.rest).contains(now - derivedAt)
    }

    /// Whether the runner is as it was; asked at most once a second, however fast the log grows.
    private var runnerIsUnchanged: Bool {
        guard isLive, WallClock.steady() - runnerCheckedAt > .seconds(1) else { return true }
        runnerCheckedAt = WallClock.steady()
        return context.runners.evidence(for: name, silentSince: evidence.log.vitals?.changedAt) == evidence.runner
    }

    private var runnerCheckedAt = Timestamp(milliseconds: 0)

    private var stateProblem: String?
    private var marks = FollowedMarks()

    private func readState() {
        stateProblem = nil
        evidence.recorded = nil
        evidence.launch = Launch()
        do throws(SafeFileError) {
            let bytes = try SafeFile.read(root.stateFile(of: name), limit: StateFile.byteLimit)
            do throws(FileFormatProblem) {
                let file = try StateFile(bytes)
                evidence.recorded = file.record
                evidence.launch.startedAt = file.record.startedAt
                evidence.launch.template = file.template
                evidence.launch.isCategorized = file.isCategorized
            } catch {
                stateProblem = "\(root.shown(root.stateFile(of: name))): \(error)"
            }
        } catch {
            if !error.isMissing { stateProblem = root.shown("\(error)") }
        }
    }

    /// What the launch was asked for; `nil` where nobody has written it down.
    private(set) var request: RequestFile?

    /// - Returns: whether it has been read, or will never be.
    private func readRequest() -> Bool {
        do throws(SafeFileError) {
            let bytes = try SafeFile.read(root.request(of: name), limit: RequestFile.byteLimit)
            request = try? RequestFile(bytes)
        } catch {
            request = nil
            if case .failed = error { return false }
        }
        return true
    }

    /// What the log has shown, with the arrival of each fact that somebody saw arrive.
    var runLog: RunLog? { evidence.log.runLog }

    /// Whether a recorded terminal state says all that a list needs: it is not older than the log.
    private func recordSuffices(_ there: SourceSignatures) -> Bool {
        guard !isAttended, let recorded = evidence.recorded, recorded.state.isTerminal else { return false }
        guard let log = there.log else { return true }
        guard let written = recorded.updatedAt ?? recorded.endedAt else { return false }
        return log.changedAt <= written + context.settings.windows.endGrace
    }

    private func readLog(_ there: SourceSignatures, at now: Timestamp) {
        guard let signature = there.log else {
            log = nil
            evidence.log = .missing
            return
        }
        if recordSuffices(there) {
            log = nil
            evidence.log = .unread(LogVitals(size: signature.size, changedAt: signature.changedAt))
            return
        }
        forgetRecordOfEarlierLaunch(signature)
        do throws(SafeFileError) {
            let isNew = log == nil
            let follower: LogFollower
            if let log { follower = log } else { follower = try LogFollower(root.runLog(of: name)) }
            // What stood there before anybody looked has no known time; a log that was not there at the last look has.
            let stoodBefore = isNew && !(isCaughtUp && seen.log == nil)
            let arrival = stoodBefore || follower.hasMore ? nil : WallClock.now()
            log = follower
            if isNew { launchOfLog = request?.launch }
            follower.letsGo = evidence.launch.isCategorized != true
            let goesOn = launchOfLog != nil && launchOfLog == request?.launch
            _ = try follower.readMore(
                arrival: arrival, goesOn: goesOn, budget: Self.budget(signature.size, isNew: isNew),
                buffer: context.buffer, turn: context.turn)
            let vitals = LogVitals(
                size: follower.signature.size, changedAt: follower.signature.changedAt, wasCut: follower.wasCut)
            evidence.log = .read(follower.runLog, vitals)
        } catch {
            log = nil
            evidence.log = error.isMissing ? .missing : .refused(root.shown("\(error)"))
        }
    }

    /// How many bytes of a log are read before something is shown: at first a few milliseconds' worth, and of a log that is
    /// longer only a little, as the first picture cannot be whole then; later so many that showing takes hardly any time.
    private static func budget(_ size: Int, isNew: Bool) -> Int {
        isNew ? (size <= 8 << 20 ? 8 << 20 : 512 << 10) : 64 << 20
    }

    /// The launch for which the log was opened, where one is known.
    private var launchOfLog: String?

    /// A finished record is of an earlier launch when the log was written well after it: somebody has used the name again.
    private func forgetRecordOfEarlierLaunch(_ log: FileSignature) {
        guard let recorded = evidence.recorded, let ended = recorded.endedAt ?? recorded.updatedAt,
            recorded.state == .completed || recorded.state == .failed || recorded.state == .cancelled,
            log.changedAt > ended + context.settings.windows.endGrace + .seconds(5)
        else { return }
        evidence.recorded = nil
        evidence.launch.startedAt = nil
        stateProblem = "the log was written after the recorded end: taken as a new launch of unknown start"
    }

    private let timeline = TimelineStore()

    /// Gives the log's records the stamps of whoever followed it live.
    private func readTimeline() {
        guard let log, case .read(_, let vitals) = evidence.log, let signature = seen.timeline else { return }
        timeline.read(root.timeline(of: name), signature)
        // The log's own reader keeps them, so that no look has to begin from the first stamp.
        log.stamp(from: timeline)
        evidence.log = .read(log.runLog, vitals)
    }

    // MARK: Deriving

    private func derive(at now: Timestamp) -> Bool {
        derivedAt = now
        let isFull: Bool = if case .unread = evidence.log { false } else { true }
        evidence.problems = [stateProblem, deliveryProblem, marks.problem].compactMap(\.self)
        if isFull, context.reports.isListed {
            readReports(at: now)
        } else {
            (reports, rereadAt) = (nil, nil)
        }
        evidence.reports = reports?.found ?? []
        evidence.problems += reports?.problems ?? []
        let template = evidence.launch.template
        var next = BuildRules.snapshot(
            of: name, from: evidence, at: now, windows: context.settings.windows,
            inventory: { [context] in context.inventory.host($0, template: template) })
        if let log, log.hasMore {
            next.reason = "reading its log, \(Int(log.share * 100))%"
            next.isBeingRead = true
        }
        next.isDetailed = isFull
        if log?.wasCut == true { next.losePlaces() }
        if next.hosts.contains(where: { $0.status == .failed }) { context.triage.explain(&next) }
        marks.apply(to: &next)
        // Its own finished hosts tell what is usual too.
        context.usual.take(next)
        BuildRules.expect(&next, context.usual.times(of: next.flow), at: now)
        isCaughtUp = true
        // A report that is still being written may decide yet.
        if next.state.isTerminal, !isAttended, !hasMore, rereadAt == nil { settle(&next) }
        deadline = [nextDeadline(next, at: now), rereadAt].compactMap(\.self).min()
        guard next != snapshot else { return false }
        next.rememberFailures()
        snapshot = next
        return true
    }

    /// A status that should have been posted, but is not, is never silent.
    private var deliveryProblem: String? {
        guard let recorded = evidence.recorded, let reason = recorded.deliveryReason,
            recorded.delivery == .pending || recorded.delivery == .gaveUp
        else { return nil }
        return "its status is not posted: \(reason)"
    }

    /// The reports of this launch, as long as neither they nor the launch have changed.
    private struct Reports {
        var generation: Int
        var start: Timestamp?
        var end: Timestamp?
        var found: [ReportEvidence]
        var problems: [String]
    }

    private var reports: Reports?
    /// When a report that is still being written is to be read again.
    private var rereadAt: Timestamp?

    private func readReports(at now: Timestamp) {
        let store = context.reports
        let start = evidence.launch.startedAt ?? seen.log.map { $0.changedAt + .seconds(-7 * 86400) }
        let end = snapshotEnd
        if let reports, rereadAt == nil, reports.generation == store.generation, reports.start == start,
            reports.end == end
        {
            return
        }
        var problems: [String] = []
        let found = store.reports(from: start, to: end, at: now, problems: &problems)
        reports = Reports(generation: store.generation, start: start, end: end, found: found, problems: problems)
        rereadAt = store.rereadAt
    }

    /// The end of the launch, for the choice of its reports.
    private var snapshotEnd: Timestamp? {
        guard let recorded = evidence.recorded, recorded.state.isTerminal else { return nil }
        return recorded.endedAt
    }

    /// Lets go of what only a build that runs, or is looked at, needs.
    private func settle(_ build: inout BuildSnapshot) {
        log = nil
        evidence.log =
            build.logSize.map { _ in
                .unread(evidence.log.vitals ?? LogVitals(size: 0, changedAt: Timestamp(milliseconds: 0)))
            } ?? .missing
        evidence.reports = []
        reports = nil
        build.isDetailed = false
        for index in build.hosts.indices { build.hosts[index].letGoOfDetails() }
    }

    /// When the rules may decide otherwise although nothing has changed.
    private func nextDeadline(_ build: BuildSnapshot, at now: Timestamp) -> Timestamp? {
        guard !build.state.isTerminal else { return nil }
        let windows = context.settings.windows
        var moments: [Timestamp] = []
        if let active = build.activeAt { moments += [active + windows.hang, active + windows.endGrace] }
        if let started = build.launch.startedAt ?? evidence.watchedSince {
            moments += [started + windows.startupGrace, started + windows.hang]
        }
        if case .gone(let since, _) = evidence.runner { moments.append(since + windows.endGrace) }
        // One second past the edge: the rules ask for more than the window.
        return moments.map { $0 + .seconds(1) }.filter { $0 > now }.min()
    }
}
