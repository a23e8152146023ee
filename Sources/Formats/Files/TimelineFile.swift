package import Runs

/// `timeline.jsonl`: when somebody who followed a log live saw its facts. One line for each, only ever appended.
///
///     {"at":"2026-11-20T14:03:22.120Z","fact":"step","run":1,"index":2,"spec":"redhat9.6.cy.ts","title":"1. Verifying set up","status":"passed"}
package enum TimelineFile {
    /// One line of the file.
    package struct Stamp: Equatable, Sendable {
        package var at: Timestamp
        package var event: Event
        /// The run, counted from 1.
        package var run: Int
        /// The spec's place in its run, counted from 1; names can clash.
        package var index: Int?
        package var spec: String?
        package var title: String?
        package var status: String?

        package init(at: Timestamp, event: Event, run: Int) { (self.at, self.event, self.run) = (at, event, run) }
    }

    package enum Event: String, Sendable {
        case runStarted = "run_started"
        case specStarted = "spec_started"
        case step
        case specEnded = "spec_ended"
        case runEnded = "run_ended"
    }

    /// The line for a fact that has just been absorbed, with its line break; `nil` for facts that need no time.
    /// - Parameter log: the log after it has absorbed the fact.
    package static func line(for fact: Fact, in log: RunLog, at time: Timestamp) -> String? {
        guard let run = log.runs.last else { return nil }
        var stamp = Stamp(at: time, event: .runStarted, run: run.number)
        switch fact {
        case .runStarted: break
        case .specStarted: stamp.event = .specStarted
        case .specEnded: stamp.event = .specEnded
        case .runEnded: stamp.event = .runEnded
        case .stepEnded(let end):
            stamp.event = .step
            stamp.title = end.title
            stamp.status = end.status.rawValue
        case .invocationStarted, .invocationGrouped, .invocationAddressed, .invocationTook, .invocationEnded,
            .runDescribed, .runAddressed, .stepRetried, .specBroke, .specBreakTold, .specSkipped, .failureDescribed,
            .screenshotTaken, .reporterOnly, .startFailed:
            return nil
        }
        if stamp.event != .runStarted, stamp.event != .runEnded {
            guard let spec = run.specs.last else { return nil }
            (stamp.index, stamp.spec) = (spec.index, spec.path)
        }
        return line(for: stamp)
    }

    package static func line(for stamp: Stamp) -> String {
        var fields: JSONObject = [
            "at": .string(stamp.at.rfc3339WithMilliseconds), "fact": .string(stamp.event.rawValue),
            "run": .integer(stamp.run),
        ]
        if let index = stamp.index { fields["index"] = .integer(index) }
        if let spec = stamp.spec { fields["spec"] = .string(spec) }
        if let title = stamp.title { fields["title"] = .string(title) }
        if let status = stamp.status { fields["status"] = .string(status) }
        return JSONValue.object(fields).compactText + "\n"
    }

    /// Reads a file's bytes. A last line that was cut off and lines that are none are passed over and counted.
    package static func stamps(in bytes: [UInt8]) -> (stamps: [Stamp], unreadable: Int) {
        var stamps: [Stamp] = []
        var unreadable = 0
        for line in bytes.split(separator: LineScan.lineFeed) {
            if let stamp = stamp(in: Array(line)) { stamps.append(stamp) } else { unreadable += 1 }
        }
        return (stamps, unreadable)
    }

    private static func stamp(in line: [UInt8]) -> Stamp? {
        guard let json = try? JSONValue(json: line, limits: JSONLimits(bytes: 64 * 1024, depth: 8)),
            let time = json["at"]?.timestamp, let event = json["fact"]?.string.flatMap(Event.init),
            let run = json["run"]?.integer, run >= 1
        else { return nil }
        var stamp = Stamp(at: time, event: event, run: run)
        stamp.index = json["index"]?.integer
        if let index = stamp.index, index < 1 { return nil }
        stamp.spec = json["spec"]?.string
        stamp.title = json["title"]?.string
        stamp.status = json["status"]?.string
        return stamp
    }

    /// Gives the records of a log the times of the stamps. A record keeps a time that it has.
    /// - Returns: the stamps of records that the log does not show yet.
    @discardableResult
    package static func apply(_ stamps: [Stamp], to log: inout RunLog) -> [Stamp] {
        stamps.filter { stamp in
            guard let place = log.place(ofRun: stamp.run) else { return true }
            return !apply(stamp, to: &log.runs[place])
        }
    }

    /// - Returns: whether it has found its record.
    private static func apply(_ stamp: Stamp, to run: inout RunRecord) -> Bool {
        switch stamp.event {
        case .runStarted:
            run.startedAt = run.startedAt ?? stamp.at
            return true
        case .runEnded:
            if run.hasEnded { run.endedAt = run.endedAt ?? stamp.at }
            // Of one that tells of several, some of which have not ended, no better record will come.
            return run.hasEnded || run.isSuperseded
        case .specStarted, .specEnded, .step:
            guard !run.isSuperseded else { return true }
            guard let place = place(of: stamp, in: run.specs) else { return false }
            return apply(stamp, to: &run.specs[place])
        }
    }

    private static func place(of stamp: Stamp, in specs: [SpecRecord]) -> Int? {
        func fits(_ spec: SpecRecord) -> Bool {
            (stamp.index ?? spec.index) == spec.index && (stamp.spec ?? spec.path) == spec.path
        }
        // Specs stand in their order, so this is nearly always the one.
        if let index = stamp.index, specs.indices.contains(index - 1), fits(specs[index - 1]) { return index - 1 }
        return specs.firstIndex(where: fits)
    }

    private static func apply(_ stamp: Stamp, to spec: inout SpecRecord) -> Bool {
        switch stamp.event {
        case .specStarted: spec.startedAt = spec.startedAt ?? stamp.at
        case .specEnded:
            guard spec.counts != nil else { return false }
            spec.endedAt = spec.endedAt ?? stamp.at
        case .step:
            // Equal titles are steps of several suites, stamped in their order.
            let place = spec.steps.firstIndex { $0.title == stamp.title && $0.endedAt == nil }
            guard let place else { return spec.steps.contains { $0.title == stamp.title } }
            spec.steps[place].endedAt = stamp.at
        case .runStarted, .runEnded: break
        }
        return true
    }
}
