import Runs

/// What a build's sources have shown, told in a few words: the evidence of a test.
///
/// Times are seconds since `Story.start`. A log is told in pieces that `|` parts:
///
///     run a b c        a run of three specs, `a.cy.ts`, `b.cy.ts`, `c.cy.ts`; `run a b of 5`: the header announces five
///     spec a           its header
///     pass 1, fail 7, pend 3, retry 4, hook 5      steps of the template, by number
///     say 7 Error: no  the description of step 7's failure
///     box 22 0 0 0     the results box: passing, failing, pending, skipped
///     broke text       an early exit
///     told text        a line below it; `told` alone is a blank one
///     shot path        a screenshot
///     end              the final table, from the boxes; `end cancelled`
///     group linux, cloud 4, cloudgroup linux, cloudtook a b, cloudend
struct Story {
    static let start = Timestamp(seconds: 1_795_183_402)

    var evidence = Evidence()
    private(set) var offset = 0
    private let steps: [String]

    /// - Parameter launched: whether a watcher has recorded the launch.
    init(template: String? = "cmc-e2e", launched: Bool = true) {
        evidence.launch.template = template
        if launched { evidence.launch.startedAt = Self.start }
        steps = KnownFlows.steps[template ?? "cmc-e2e"] ?? []
    }

    static func time(_ seconds: Int64) -> Timestamp { start + .seconds(seconds) }

    // MARK: Sources

    mutating func log(_ text: String, changed seconds: Int64, live: Bool = false) {
        var log = evidence.log.runLog ?? RunLog()
        let pieces = text.split { $0 == "|" || $0 == "\n" }.map { $0.split(separator: " ").map(String.init) }
        for words in pieces where !words.isEmpty {
            for fact in facts(words, log) {
                log.absorb(fact, at: offset, arrival: live ? Self.time(seconds) : nil)
            }
            offset += 100
        }
        evidence.log = .read(log, LogVitals(size: offset, changedAt: Self.time(seconds)))
    }

    /// - Parameter outcomes: one letter for each step: `p` passed, `f` failed, `s` skipped.
    mutating func report(
        _ host: String, _ outcomes: String, started: Int64?, changed: Int64, seconds: Int64 = 60, path: String? = nil,
        kind: ReportFile.Kind = .junit
    ) {
        var file = ReportFile(kind: kind, verdict: outcomes.contains("f") ? .fail : .pass)
        file.spec = "cypress/e2e/\(host).cy.ts"
        file.startedAt = started.map(Self.time)
        file.duration = .seconds(seconds)
        for (index, letter) in outcomes.enumerated() {
            let outcome: ReportCase.Outcome = letter == "f" ? .failed : letter == "s" ? .skipped : .passed
            var test = ReportCase(title: title(index + 1), outcome: outcome, duration: .seconds(1))
            if outcome == .failed {
                test.failures = [Failure(path: [test.title], message: "Error: as the report has it\nmore")]
            }
            file.cases.append(test)
        }
        evidence.reports.append(
            ReportEvidence(path: path ?? "/r/\(host)-\(changed).xml", changedAt: Self.time(changed), file: file))
    }

    func title(_ number: Int) -> String {
        steps.indices.contains(number - 1) ? "\(number). \(steps[number - 1])" : "\(number). beyond the flow"
    }

    /// The facts of a log's pieces.
    func facts(of text: String) -> [Fact] {
        var log = RunLog()
        return text.split(separator: "|").flatMap { piece in
            let facts = facts(piece.split(separator: " ").map(String.init), log)
            for fact in facts { log.absorb(fact, at: 0) }
            return facts
        }
    }

    // MARK: What follows

    func build(
        at seconds: Int64, windows: Windows = Windows(), usual: @escaping (Flow) -> UsualTimes = { _ in .none }
    ) throws -> BuildSnapshot {
        BuildRules.snapshot(
            of: try BuildName("e2e-a-b-fc"), from: evidence, at: Self.time(seconds), windows: windows,
            inventory: { $0 == "a" ? InventoryHost(name: "a", kernel: "5.14.0-427.el9") : nil }, usual: usual)
    }

    // MARK: Facts

    private func facts(_ words: [String], _ log: RunLog) -> [Fact] {
        let rest = Array(words.dropFirst())
        let number = rest.first.flatMap { Int($0) } ?? 0
        switch words[0] {
        case "run": return run(rest)
        case "group": return [.runDescribed(described(log, group: rest[0]))]
        case "url": return [.runAddressed(url: rest[0])]
        case "spec":
            let index = (log.runs.last?.specs.count ?? 0) + 1
            let path = rest[0].contains("/") ? rest[0] : "\(rest[0]).cy.ts"
            return [.specStarted(path: path, index: index, count: log.runs.last?.specsExpected ?? index)]
        case "pass": return [.stepEnded(StepEnd(title: title(number), status: .passed, duration: .seconds(number)))]
        case "fail": return [.stepEnded(StepEnd(title: title(number), status: .failed))]
        case "pend": return [.stepEnded(StepEnd(title: title(number), status: .pending))]
        case "retry": return [.stepRetried(title: title(number), attempt: 1, of: 3)]
        case "hook": return [.stepEnded(StepEnd(title: title(number), status: .failed, hook: "before each"))]
        case "say":
            let message = rest.dropFirst().joined(separator: " ")
            return [
                .failureDescribed(Failure(path: ["ATVM", title(number)], message: message, stack: ["at one.ts:1:1"]))
            ]
        case "box":
            let numbers = rest.compactMap { Int($0) } + [0, 0, 0, 0]
            let counts = Counts(
                tests: numbers.prefix(4).reduce(0, +), passing: numbers[0], failing: numbers[1], pending: numbers[2],
                skipped: numbers[3])
            return [.specEnded(counts, duration: .seconds(90))]
        case "shot": return [.screenshotTaken(path: rest.joined(separator: " "))]
        case "broke": return [.specBroke(rest.joined(separator: " "))]
        case "told": return [.specBreakTold(rest.joined(separator: " "))]
        case "skipped": return [.specSkipped(rest.joined(separator: " "))]
        case "end": return [.runEnded(end(of: log, isCanceled: rest.first == "cancelled"))]
        case "cloud": return [.invocationStarted(discovered: number)]
        case "cloudgroup": return [.invocationGrouped(rest[0])]
        case "cloudtook": return [.invocationTook(specs: rest.map { "\($0).cy.ts" })]
        case "cloudend": return [.invocationEnded(rows: log.runs.flatMap(\.rows))]
        default: preconditionFailure("no such piece of a story: \(words)")
        }
    }

    private func run(_ words: [String]) -> [Fact] {
        let names = words.prefix { $0 != "of" }.map { "\($0).cy.ts" }
        let count = words.contains("of") ? words.last.flatMap { Int($0) } : names.count
        return [.runStarted, .runDescribed(RunHeader(specsExpected: count, specNames: names))]
    }

    private func described(_ log: RunLog, group: String) -> RunHeader {
        let run = log.runs.last
        return RunHeader(specsExpected: run?.specsExpected, specNames: run?.specNames ?? [], group: group)
    }

    private func end(of log: RunLog, isCanceled: Bool) -> RunEnd {
        let rows = (log.runs.last?.specs ?? []).map { spec in
            SpecRow(spec: spec.path, counts: spec.counts ?? Counts(), wasSkipped: spec.skipReason != nil)
        }
        return RunEnd(rows: rows, wasCanceled: isCanceled, saysFailed: rows.contains { $0.counts.failing > 0 })
    }
}
