/// Places what a log and a report say of a host's steps on the flow.
struct StepRules {
    let flow: Flow
    let matching: StepMatching

    /// The steps of the flow as one host went through them.
    func steps(of record: SpecRecord?, _ report: ReportFile?, _ status: HostStatus) -> [StepSnapshot] {
        var steps = flow.steps.enumerated().map {
            StepSnapshot(number: $0.offset + 1, title: SafeText.visible($0.element), status: .waiting)
        }
        var last = 0
        var ofLog = StepMatching.Walk(matching)
        for step in record?.steps ?? [] {
            guard let number = ofLog.step(for: step.title), steps.indices.contains(number - 1) else { continue }
            place(step, on: &steps[number - 1])
            last = max(last, number)
        }
        var ofReport = StepMatching.Walk(matching)
        for testCase in report?.cases ?? [] {
            guard let number = ofReport.step(for: testCase.title), steps.indices.contains(number - 1) else { continue }
            place(testCase, on: &steps[number - 1])
        }
        finish(&steps, last: last, record, status)
        return steps
    }

    private func place(_ record: StepRecord, on step: inout StepSnapshot) {
        step.status =
            switch record.status {
            case .passed: .passed
            case .failed: .failed
            case .pending: .skipped
            }
        step.duration = record.duration
        step.attempts = record.attempts
        step.hook = record.hook
        step.logOffset = record.offset
    }

    private func place(_ testCase: ReportCase, on step: inout StepSnapshot) {
        switch testCase.outcome {
        case .failed, .errored: step.status = .failed
        case .skipped: step.status = step.status == .waiting ? .skipped : step.status
        // A hook that failed after the test leaves a passed case and a failed one: the failure stands.
        case .passed: step.status = step.status == .failed ? .failed : .passed
        }
        step.hook = step.hook ?? testCase.hook
        if let duration = testCase.duration, testCase.outcome == .passed { step.duration = duration }
    }

    /// Gives the steps without a line of their own what follows from the host's status.
    private func finish(_ steps: inout [StepSnapshot], last: Int, _ record: SpecRecord?, _ status: HostStatus) {
        switch status {
        case .waiting: return
        case .running:
            // The log shows a step only when it has ended: the one that runs is the next (cypress-format, fact 1).
            if last > 0, steps.indices.contains(last) { steps[last].status = .running }
        case .passed:
            // Without step lines the counts can still tell that every step passed.
            let passedAll = record?.counts.map { $0.passing == steps.count && $0.tests == steps.count } ?? false
            for index in steps.indices where steps[index].status == .waiting {
                steps[index].status = passedAll ? .passed : .unknown
            }
        case .failed:
            breakOff(&steps, after: last, record)
            // What failed skips the rest without a line; a step before it without one is a line that nobody has.
            let known = steps.lastIndex { $0.status != .waiting } ?? steps.count
            for index in steps.indices where steps[index].status == .waiting {
                steps[index].status = index > known ? .skipped : .unknown
            }
        case .skipped:
            for index in steps.indices where steps[index].status == .waiting { steps[index].status = .skipped }
        }
    }

    /// Fails the step in which a spec broke off: it has no line of its own, but it ran, as the one after the last ended.
    private func breakOff(_ steps: inout [StepSnapshot], after last: Int, _ record: SpecRecord?) {
        guard let record, record.earlyExit != nil, last > 0, steps.indices.contains(last),
            steps[last].status == .waiting
        else { return }
        steps[last].status = .failed
        steps[last].logOffset = record.earlyExitOffset
    }

    /// The failures of a host: as the log describes them, else as its report does; last, that its spec broke off.
    /// - Parameter steps: as `steps(of:_:_:)` made them.
    func failures(
        of record: SpecRecord?, _ report: ReportFile?, _ steps: [StepSnapshot], _ status: HostStatus
    ) -> [HostFailure] {
        let described = described(by: record, report, steps)
        // What the log says of a spec that goes on is told of the spec, not of its failures.
        guard status == .failed, let record else { return described }
        return described + [breach(of: record, steps)].compactMap(\.self)
    }

    /// The line with which a spec broke off, as the failure of the step that it broke off in. Where nothing shows which
    /// one that was, it is one of no step.
    private func breach(of record: SpecRecord, _ steps: [StepSnapshot]) -> HostFailure? {
        guard var told = Self.breach(of: record), let offset = record.earlyExitOffset else { return nil }
        guard let step = steps.first(where: { $0.status == .failed && $0.logOffset == offset }) else {
            var failure = HostFailure(step: nil, title: "", failure: told, logOffset: offset)
            failure.brokeOff = brokeOff(after: record.steps.last)
            return failure
        }
        told.path = [step.title]
        return HostFailure(step: step.number, title: step.title, failure: told, logOffset: offset)
    }

    /// What a log says of a spec that breaks off: the line that says so, and the error named below it.
    static func breach(of record: SpecRecord) -> Failure? {
        guard let line = record.earlyExit else { return nil }
        let told = BreakExcerpt(below: record.earlyExitText.map { SecretMask.masked(text: $0) })
        let message = ([SecretMask.masked(text: line)] + told.error).joined(separator: "\n")
        var failure = Failure(path: [], message: message, stack: told.stack)
        failure.breaksOff = true
        return failure
    }

    /// Where a spec broke off, as far as its log shows: what has no line may have run.
    private func brokeOff(after last: StepRecord?) -> String {
        guard let last else { return "broke off; its log shows no step" }
        let number = matching.step(for: last.title)
        guard let number, let text = flow.text(ofStep: number) else {
            return "broke off after \(SafeText.visible(last.title))"
        }
        return "broke off after step \(number). \(SafeText.visible(text))"
    }

    private func described(by record: SpecRecord?, _ report: ReportFile?, _ steps: [StepSnapshot]) -> [HostFailure] {
        var left = Set(steps.lazy.filter { $0.status == .failed }.map(\.number))
        let ofLog = (record?.failures ?? []).map { place($0.failure, $0.offset, among: &left) }
        if !ofLog.isEmpty { return ofLog }
        let ofReport = (report?.cases ?? []).flatMap { testCase in
            testCase.failures.map { place($0, nil, title: testCase.title, among: &left) }
        }
        return ofReport + (report?.suiteErrors ?? []).map { place($0, nil, among: &left) }
    }

    /// - Parameter left: the failed steps that no failure has been placed in yet.
    private func place(
        _ failure: Failure, _ offset: Int?, title: String? = nil, among left: inout Set<Int>
    ) -> HostFailure {
        let last = title ?? failure.path.last ?? ""
        let named = HookTitle.parse(last)?.step ?? last
        // Of steps that share a title each failure is that of the next one that has failed.
        let numbers = matching.steps(for: named)
        let number = numbers.first { left.contains($0) } ?? numbers.first
        if let number { left.remove(number) }
        let text = number.flatMap { flow.text(ofStep: $0) } ?? StepTitle.text(of: named)
        // Whatever a test quotes goes to screens, files and posts from here.
        var shown = failure
        shown.message = SecretMask.masked(text: failure.message)
        shown.stack = failure.stack.map { SecretMask.masked(text: $0) }
        return HostFailure(step: number, title: SafeText.visible(text), failure: shown, logOffset: offset)
    }
}
