import CPosix
import Formats
import Glibc
import Observing
import Runs

/// Appends to `timeline.jsonl` when each fact of the log arrived.
struct TimelineWriter {
    let path: String
    /// How far the last run has been written; nothing changes of those before it.
    private var last: RunCursor?
    private var hasBegun = false

    private struct RunCursor {
        let number: Int
        var hasEnded = false
        var specs: [SpecCursor] = []
    }

    private struct SpecCursor {
        var steps = 0
        var hasEnded = false
    }

    init(path: String) { self.path = path }

    /// Writes what has come since the last call. What stood in the log at the first one is passed over: whoever saw it
    /// arrive has written it down already, and nobody else knows when it came.
    mutating func take(_ log: RunLog, _ clean: (String) -> String) throws(ActingError) {
        if let last, log.runCount < last.number { self.last = nil }
        var next = last
        let lines = Self.stamps(in: log, after: &next).compactMap { stamp -> String? in
            guard hasBegun else { return nil }
            var stamp = stamp
            stamp.title = stamp.title.map(clean)
            return TimelineFile.line(for: stamp)
        }
        hasBegun = true
        if !lines.isEmpty { try append(lines.joined()) }
        // Only now: what could not be written is tried again.
        last = next
    }

    /// The build had no log when it was first looked at: everything is still to come.
    mutating func beginEmpty() { hasBegun = true }

    private static func stamps(in log: RunLog, after last: inout RunCursor?) -> [TimelineFile.Stamp] {
        var stamps: [TimelineFile.Stamp] = []
        let start = last.flatMap { log.place(ofRun: $0.number) } ?? 0
        for run in log.runs[start...] {
            // One that was folded into an older one meanwhile.
            if let last, run.number < last.number { continue }
            var cursor = RunCursor(number: run.number)
            if let last, last.number == run.number {
                cursor = last
            } else {
                add(.runStarted, run.startedAt)
            }
            defer { last = cursor }
            func add(
                _ event: TimelineFile.Event, _ time: Timestamp?, _ spec: SpecRecord? = nil, _ step: StepRecord? = nil
            ) {
                guard let time else { return }
                var stamp = TimelineFile.Stamp(at: time, event: event, run: run.number)
                (stamp.index, stamp.spec) = (spec?.index, spec?.path)
                (stamp.title, stamp.status) = (step?.title, step?.status.rawValue)
                stamps.append(stamp)
            }
            if cursor.hasEnded { continue }
            for (place, spec) in run.specs.enumerated() {
                if place == cursor.specs.count {
                    cursor.specs.append(SpecCursor())
                    add(.specStarted, spec.startedAt, spec)
                }
                if cursor.specs[place].hasEnded { continue }
                for step in spec.steps.dropFirst(cursor.specs[place].steps) { add(.step, step.endedAt, spec, step) }
                cursor.specs[place].steps = spec.steps.count
                if spec.counts != nil {
                    cursor.specs[place].hasEnded = true
                    add(.specEnded, spec.endedAt, spec)
                }
            }
            if run.hasEnded {
                cursor.hasEnded = true
                add(.runEnded, run.endedAt)
            }
        }
        return stamps
    }

    private func append(_ text: String) throws(ActingError) {
        let descriptor = cp_open_file(path, O_RDWR | O_APPEND | O_CREAT, 0o644)
        guard descriptor >= 0 else { throw AtomicFile.problem(path) }
        defer { close(descriptor) }
        guard let file = FileSignature(descriptor: descriptor), file.isRegular else {
            throw .cannotWrite("cannot write \(path): it is no plain file; remove it")
        }
        fchmod(descriptor, 0o644)
        // A line that a killed process or a full disk has cut stays a line of its own.
        let start = isCut(descriptor, file.size) ? "\n" : ""
        guard AtomicFile.writeAll(Array((start + text).utf8), to: descriptor) else {
            let problem = AtomicFile.problem(path)
            // It is tried again as a whole: no fact may stand there twice.
            ftruncate(descriptor, off_t(file.size))
            throw problem
        }
    }

    private func isCut(_ descriptor: Int32, _ size: Int) -> Bool {
        guard size > 0 else { return false }
        var last: UInt8 = 0
        return pread(descriptor, &last, 1, off_t(size - 1)) == 1 && last != UInt8(ascii: "\n")
    }
}
