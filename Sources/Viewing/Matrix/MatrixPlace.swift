import Runs
import Screen

/// Every host of a build against every step. The rows are those of the build view: the same selection, order and filter.
struct MatrixPlace: Equatable, Sendable {
    /// The selected step, counted from 1.
    var step = 1
    /// The first step shown, counted from 0, where not all have room.
    var offset = 0

    mutating func moveStep(to new: Int, _ layout: MatrixLayout) {
        step = min(max(1, new), max(1, layout.steps))
        offset = firstStep(layout)
    }

    /// The first step to show so that the selected one is in view.
    func firstStep(_ layout: MatrixLayout) -> Int {
        Scrolling.offset(keeping: step - 1, from: offset, count: layout.steps, height: layout.shownSteps, margin: 1)
    }
}

/// How one step of one host stands, as the matrix shows it.
struct MatrixCell: Equatable, Sendable {
    enum Mark: CaseIterable, Sendable { case passed, failed, running, slow, waiting, skipped, stopped, unknown }

    let step: StepSnapshot
    let mark: Mark
    /// What the step took, or has taken so far.
    let spent: Duration?
    let others: OtherHosts

    init(_ step: StepSnapshot, of host: HostSnapshot, _ build: BuildSnapshot, _ paces: StepPaces, at now: Timestamp) {
        self.step = step
        others = paces.others(of: step)
        let isOver = build.state.isTerminal && build.state != .hung
        switch step.status {
        case .passed:
            spent = step.duration
            mark = spent.map(others.isSlow) == true ? .slow : .passed
        case .running where isOver: (spent, mark) = (nil, .stopped)
        case .running:
            spent = host.stepStartedAt.map { max(.zero, now - $0) }
            mark = spent.map(others.isSlow) == true ? .slow : .running
        case .failed: (spent, mark) = (step.duration, .failed)
        case .waiting: (spent, mark) = (nil, .waiting)
        case .skipped: (spent, mark) = (nil, .skipped)
        case .unknown: (spent, mark) = (nil, .unknown)
        }
    }
}

extension MatrixCell.Mark {
    /// One column, another character for each in either set.
    func text(_ glyphs: GlyphSet) -> String {
        switch self {
        case .passed: glyphs[.passed]
        case .failed: glyphs[.failed]
        case .running: glyphs[.running]
        case .slow: glyphs[.attention]
        case .waiting: glyphs[.separator]
        case .skipped: glyphs[.skipped]
        case .stopped: glyphs[.hung]
        case .unknown: "?"
        }
    }

    var role: Role {
        switch self {
        case .passed: .good
        case .failed: .bad
        case .running: .running
        case .slow, .stopped: .warning
        case .waiting, .unknown: .waiting
        case .skipped: .skipped
        }
    }

    var word: String {
        switch self {
        case .failed: "FAILED"
        default: String(describing: self)
        }
    }
}
