import Glibc
import Observing
import Runs
import Screen
import Viewing

/// Measures what keys cost in a console on many builds: `view-bench ROOT` (a tree of `bench-tree`).
///
/// Times are those of the model and, where it takes long, of the picture, without terminal: what the main thread is busy with.
@main
struct ViewBench {
    static func main() {
        guard let root = CommandLine.arguments.dropFirst().first, CommandLine.arguments.count == 2 else {
            print("usage: view-bench ROOT")
            exit(64)
        }
        let began = milliseconds()
        let snapshot = Observatory.look(ObservatorySettings(root: Root(root)))
        print("\(snapshot.builds.count) builds, \(snapshot.builds.reduce(0) { $0 + $1.hosts.count }) hosts")
        note("all builds read", milliseconds() - began)
        var keys = Keys(snapshot)
        keys.measureBuilds()
        print("every tenth host failed, in one of forty ways")
        var failing = Keys(snapshot.failing())
        failing.measureFailures()
    }

    /// Of the processor, as far as this thread has used it: what else the machine does counts little.
    static func milliseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
    }

    static func note(_ what: String, _ took: Double) {
        let text = String(Int((took * 100).rounded()))
        let digits = String(repeating: "0", count: max(0, 3 - text.count)) + text
        let blanks = String(repeating: " ", count: max(1, 52 - what.count))
        print("\(what)\(blanks)\(digits.dropLast(2)).\(digits.suffix(2)) ms")
    }
}

/// A console at which keys are pressed one after another.
private struct Keys {
    private let snapshot: Snapshot
    private let size = Size(columns: 120, rows: 40)
    private var browser: Browser

    init(_ snapshot: Snapshot) {
        self.snapshot = snapshot
        let context = ViewContext(snapshot: snapshot, now: snapshot.takenAt, clock: .utc, glyphs: .unicode)
        browser = Browser(context: context, size: size)
    }

    mutating func measureBuilds() {
        press("down", ["j"])
        press("to the last build", ["G"])
        press("to the first build", ["g"])
        press("filter opened", ["/"])
        press("filter, its first letter", ["h"])
        press("filter, its second letter", ["o"])
        press("filter, a word that nothing holds", ["z"])
        press("filter left", ["Esc"])
        for column in BuildNames.columns { press("sorted by \(column)", [">"]) }
        press("order reversed", ["<", "I"])
        press("only what needs attention", ["!"])
        press("all again", ["!"])
        take("the same snapshot again", snapshot)
    }

    mutating func measureFailures() {
        press("failures of all builds, the first time", ["E"])
        press("failures: down", ["j"])
        press("failures: filter opened", ["/"])
        press("failures: filter, its first letter", ["s"])
        press("failures: filter left", ["Esc"])
        press("failures: sorted", [">"])
        takeFailure("failures: a new failure, its snapshot")
        press("back to the builds", ["q"])
        take("a failure is gone, its snapshot", snapshot)
        press("failures of all builds, once more", ["E"])
    }

    private mutating func press(_ what: String, _ names: [String]) {
        let keys = names.compactMap { KeySequence(name: $0)?.keys.first }
        time(what) { browser in
            for key in keys { _ = browser.update(.input(.key(key))) }
        }
    }

    private mutating func take(_ what: String, _ snapshot: Snapshot) {
        time(what) { _ = $0.update(.snapshot(snapshot)) }
    }

    /// A host of the newest build fails that had not failed before.
    private mutating func takeFailure(_ what: String) {
        var next = snapshot
        guard let build = next.builds.indices.first(where: { !next.builds[$0].hosts.isEmpty }),
            let host = next.builds[build].hosts.firstIndex(where: { $0.status != .failed })
        else { return }
        next.builds[build].hosts[host].status = .failed
        next.builds[build].hosts[host].detail = "it has failed in a way of its own"
        next.builds[build].recount()
        take(what, next)
    }

    private mutating func time(_ what: String, _ body: (inout Browser) -> Void) {
        let began = ViewBench.milliseconds()
        body(&browser)
        let taken = ViewBench.milliseconds()
        let frame = browser.view(in: size)
        let drawn = ViewBench.milliseconds()
        precondition(frame.size == size)
        ViewBench.note(what, taken - began)
        if drawn - taken > 2 { ViewBench.note("    and its picture", drawn - taken) }
    }
}

extension Snapshot {
    /// The same with many failures, as they are published: with what lists of failures show of them.
    fileprivate func failing() -> Snapshot {
        var next = self
        var number = 0
        for build in next.builds.indices {
            for host in next.builds[build].hosts.indices {
                number += 1
                guard number.isMultiple(of: 10) else { continue }
                let name = next.builds[build].hosts[host].name
                next.builds[build].hosts[host].status = .failed
                next.builds[build].hosts[host].step = number / 10 % 20 + 1
                next.builds[build].hosts[host].detail =
                    "timed out after \(number) ms: \(name) has not answered in way \(number.isMultiple(of: 20) ? "A" : "B")"
            }
            next.builds[build].recount()
        }
        let began = ViewBench.milliseconds()
        for build in next.builds.indices { next.builds[build].rememberFailures() }
        ViewBench.note("what the observatory makes of them", ViewBench.milliseconds() - began)
        return next
    }
}

extension BuildSnapshot {
    fileprivate mutating func recount() { counts = HostCounts(hosts.map(\.status), expected: 0) }
}

/// The columns by which builds are sorted, in the order in which `>` takes them.
private enum BuildNames {
    static let columns = ["state", "build", "template", "hosts", "age"]
}
