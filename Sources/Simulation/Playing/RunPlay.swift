import Runs

/// Everything that happens while `script` is played, in order of time; the same seed gives the same pieces.
package func pieces(of script: RunScript, seed: UInt64) -> [TimedPiece] { RunPlay(script, seed: seed).pieces }

/// A script, played from its launch to its end.
package struct RunPlay: Sendable {
    package let script: RunScript
    package private(set) var pieces: [TimedPiece] = []
    /// When each spec's first and last lines came, in the order of the hosts; shorter when the run ends early.
    package private(set) var specs: [ClosedRange<Duration>] = []
    /// When the last piece comes.
    package var length: Duration { pieces.last?.at ?? .zero }

    private var now = Duration.zero
    private var hosts: [PlayedState.Host] = []
    private var failedTests = 0
    /// Cypress runs so far; with cypress-cloud there is one for every spec.
    private var runs = 0
    private var random: SeededRandom

    package init(_ script: RunScript, seed: UInt64) {
        self.script = script
        random = SeededRandom(seed: seed, for: script.build.text)
        add(.runnerStarted)
        add(.state(PlayedState(.running, hosts: [], reason: "launched")))
        let hasEnded = playGroups(seed: seed)
        if let cancelled = script.cancelledAfter, !hasEnded || cancelled < now {
            cancel(at: cancelled)
        } else if hasEnded {
            end()
        }
    }

    /// When host `index` (counted from 0) has done `share` of its spec; the end where there is no such host.
    package func moment(host index: Int, share: Double) -> Duration {
        guard specs.indices.contains(index) else { return length }
        return specs[index].lowerBound + (specs[index].upperBound - specs[index].lowerBound) * share
    }

    private mutating func add(_ change: TimedPiece.Change) { pieces.append(TimedPiece(at: now, change)) }
    private mutating func log(_ text: String) { add(.log(text)) }
    private mutating func stamp(_ event: PlayedStamp.Event) { add(.stamp(PlayedStamp(event, run: runs))) }
    private mutating func stamp(_ event: PlayedStamp.Event, _ file: String, index: Int) {
        var stamp = PlayedStamp(event, run: runs)
        (stamp.index, stamp.spec) = (index, file)
        add(.stamp(stamp))
    }
    private mutating func beginRun(_ header: String) {
        log(header)
        runs += 1
        stamp(.runStarted)
    }
    private mutating func endRun(_ table: String) {
        log(table)
        stamp(.runEnded)
    }
    private mutating func wait(_ shortest: Int, _ longest: Int) {
        now += random.duration(.seconds(shortest)...(.seconds(longest)))
    }

    /// Whether the run comes to its own end.
    private mutating func playGroups(seed: UInt64) -> Bool {
        for (index, group) in script.groups.enumerated() {
            if index > 0 { wait(40, 90) }
            if let name = group.name { log("\n### launching group \(name)\n") }
            let plays = group.hosts.map { host in
                var stream = SeededRandom(seed: seed, for: "\(script.build.text)/\(group.name ?? "")/\(host.name)")
                return SpecPlay(host, steps: script.steps, random: &stream)
            }
            wait(3, 8)
            guard play(plays, of: group) else { return false }
        }
        return true
    }

    private mutating func play(_ plays: [SpecPlay], of group: GroupScript) -> Bool {
        let writer = LogWriter(reporter: script.reporter, recording: script.recording)
        if case .cloud(let url) = script.recording {
            log(writer.cloudPreamble(specs: plays.count, group: group.name, url: url))
            for (index, play) in plays.enumerated() {
                wait(2, 5)
                log(writer.cloudSpec(play.file, claimed: index + 1, count: plays.count))
                wait(2, 5)
                beginRun(writer.runHeader(specs: [play.file], group: nil))
                guard self.play(play, host: group.hosts[index], with: writer, index: 1, count: 1) else { return false }
                endRun(writer.runFinished([play]))
                log(writer.cloudReporting)
            }
            wait(2, 5)
            log(writer.cloudFinished(plays, url: url))
        } else {
            beginRun(writer.runHeader(specs: plays.map(\.file), group: group.name))
            for (index, play) in plays.enumerated() {
                guard self.play(play, host: group.hosts[index], with: writer, index: index + 1, count: plays.count)
                else { return false }
            }
            endRun(writer.runFinished(plays))
        }
        return true
    }

    /// Whether the run goes on after this spec.
    private mutating func play(
        _ play: SpecPlay, host: HostScript, with writer: LogWriter, index: Int, count: Int
    ) -> Bool {
        let header = now
        log(writer.specHeader(play.file, index: index, count: count))
        stamp(.specStarted, play.file, index: index)
        hosts.append(PlayedState.Host(name: host.name, status: .running, began: header, detail: "in progress"))
        wait(5, 12)
        let began = now
        log(writer.suiteLine(play.suite))
        for event in play.events {
            now = began + event.at
            guard let line = writer.line(event.kind) else { continue }
            log(line)
            if var stamp = PlayedStamp(event.kind, run: runs) {
                (stamp.index, stamp.spec) = (index, play.file)
                add(.stamp(stamp))
            }
        }
        now = began + play.duration
        switch play.ending {
        case .hangs:
            specs.append(header...now)
            return false
        case .runnerDied(let title):
            log("    ✓ \(title.prefix(12))")
            specs.append(header...now)
            now += .seconds(1)
            add(.runnerEnded(.signalled(9)))
            now += .seconds(60)
            add(.state(PlayedState(.terminated, hosts: hosts, ended: now, reason: "the runner is gone")))
            return false
        case .rendererCrashed:
            log(writer.rendererCrash)
        case .finished:
            log(writer.epilogue(play))
            add(.artifact(play, began: began))
        }
        finishSpec(play, writer, index: index)
        specs.append(header...now)
        return true
    }

    private mutating func finishSpec(_ play: SpecPlay, _ writer: LogWriter, index: Int) {
        failedTests += play.counts.failing
        log(writer.results(play))
        stamp(.specEnded, play.file, index: index)
        log(writer.videoStart)
        let video = random.duration(.seconds(4)...(.seconds(14)))
        now += video
        log(writer.videoEnd(play, after: video))
        let uploads = writer.uploads(play)
        if !uploads.isEmpty {
            wait(2, 6)
            log(uploads)
        }
        if let last = hosts.indices.last {
            hosts[last].finish(play, at: now)
            add(.state(PlayedState(.running, hosts: hosts, reason: "the runner lives")))
        }
    }

    private mutating func end() {
        if script.isCategorized { log("\n### all groups done\n") }
        now += .seconds(1)
        // A process has eight bits of status: 256 failed tests look like success.
        add(.runnerEnded(.exited(status: failedTests % 256)))
        now += .seconds(2)
        let failed = hosts.count { $0.status == .failed }
        add(
            .state(
                PlayedState(
                    failed == 0 ? .completed : .failed, hosts: hosts, ended: now,
                    reason: failed == 0 ? "no host failed" : "\(failed) of \(hosts.count) hosts failed")))
    }

    /// Drops what a cancelled run no longer does.
    private mutating func cancel(at moment: Duration) {
        pieces.removeAll { $0.at > moment }
        specs.removeAll { $0.lowerBound > moment }
        let begun = hosts.filter { $0.began <= moment }.map { host in
            (host.ended ?? moment) < moment ? host : host.stopped
        }
        now = moment
        add(.cancelled)
        add(.state(PlayedState(.cancelled, hosts: begun, ended: now, reason: "cancelled.marker stands")))
        now += .seconds(2)
        add(.runnerEnded(.signalled(15)))
    }
}

extension PlayedStamp {
    /// The stamp of a step's line; `nil` where the step goes on.
    fileprivate init?(_ kind: SpecPlay.Event.Kind, run: Int) {
        self.init(.step, run: run)
        switch kind {
        case .passed(let title, _): (self.title, status) = (title, .passed)
        // The line names the hook, the step is the one before which it failed.
        case .failed(let title, _): (self.title, status) = (HookTitle.parse(title)?.step ?? title, .failed)
        case .pending(let title): (self.title, status) = (title, .pending)
        case .attemptFailed: return nil
        }
    }
}

extension PlayedState.Host {
    fileprivate mutating func finish(_ play: SpecPlay, at moment: Duration) {
        ended = moment
        if play.hasFailed {
            status = .failed
            fail(play)
        } else if play.counts.passing == 0 {
            status = .skipped
            detail = "skipped"
        } else {
            status = .passed
            step = play.counts.tests
            detail = "completed"
        }
    }

    /// As whoever reads the run's log would record it, so that nothing changes once that is read.
    private mutating func fail(_ play: SpecPlay) {
        if let failure = play.failures.first {
            let title = HookTitle.parse(failure.title)?.step ?? failure.title
            step = StepTitle.number(of: title)
            detail = "step \(title): \(failure.text.firstLine)"
            let headline = Failure(path: [], message: failure.text.whole).headline
            message = headline == failure.text.firstLine ? nil : headline
        } else if case .rendererCrashed(let title) = play.ending {
            // Nothing shows the step of a spec that broke off in its first one.
            step = play.events.isEmpty ? nil : StepTitle.number(of: title)
            detail = play.events.isEmpty ? LogWriter.crashLine : "step \(title): \(LogWriter.crashLine)"
        }
    }

    /// Still running when the run was cancelled.
    fileprivate var stopped: Self {
        var host = self
        (host.status, host.step, host.ended, host.detail) = (.running, nil, nil, "in progress")
        return host
    }
}
