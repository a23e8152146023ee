import Runs
import Screen

/// The test flow of a build: how many hosts have passed each step, and who stands where.
enum FlowPanel {
    /// The steps in as many rows; by itself the panel shows the step where hosts stand.
    static func extent(_ build: BuildSnapshot, height: Int) -> PanelExtent {
        let steps = summaries(of: build)
        let rows = height - 1
        let focus = steps.firstIndex { !$0.here.isEmpty && $0.isRunning } ?? steps.firstIndex { !$0.here.isEmpty }
        let natural = Scrolling.offset(keeping: focus, from: 0, count: steps.count, height: rows, margin: rows / 3)
        return PanelExtent(rows: steps.count, visible: rows, natural: natural)
    }

    /// - Parameter offset: the first step shown; `nil` keeps the step where hosts stand in view.
    static func draw(_ build: BuildSnapshot, offset: Int?, _ context: ViewContext, on canvas: Canvas) {
        canvas.write("TEST FLOW", x: 0, y: 0, .heading)
        guard !build.flow.steps.isEmpty else {
            canvas.write("not known before the first step has ended", x: 0, y: 1, .faint)
            return
        }
        let hereWidth = max(12, min(30, canvas.width / 3))
        let here = canvas.width - hereWidth
        let passed = here - 9
        canvas.write("PASSED", x: passed + 1, y: 0, .heading)
        canvas.write("HERE", x: here, y: 0, .heading)
        let rows = canvas.height - 1
        let steps = summaries(of: build)
        let start = extent(build, height: canvas.height).offset(offset)
        for (index, step) in steps.dropFirst(start).prefix(rows).enumerated() {
            draw(step, of: build, y: index + 1, (passed, here), context, on: canvas)
        }
        ScrollBar(offset: start, visible: rows, count: steps.count).draw(
            on: canvas.window(x: 0, y: 1, width: canvas.width, height: rows), glyphs: context.glyphs)
    }

    private struct Summary {
        var number: Int
        var title: String
        var passed = 0
        var isRunning = false
        /// Hosts that run this step or failed at it.
        var here: [HostSnapshot] = []
    }

    private static func summaries(of build: BuildSnapshot) -> [Summary] {
        var steps = build.flow.steps.enumerated().map {
            Summary(number: $0.offset + 1, title: SafeText.visible($0.element))
        }
        for host in build.hosts {
            for step in host.steps where steps.indices.contains(step.number - 1) {
                switch step.status {
                case .passed: steps[step.number - 1].passed += 1
                case .failed: steps[step.number - 1].here.append(host)
                case .running:
                    guard build.state == .running || build.state == .hung else { continue }
                    steps[step.number - 1].here.append(host)
                    steps[step.number - 1].isRunning = true
                case .waiting, .skipped, .unknown: break
                }
            }
        }
        return steps
    }

    private static func draw(
        _ step: Summary, of build: BuildSnapshot, y: Int, _ columns: (passed: Int, here: Int), _ context: ViewContext,
        on canvas: Canvas
    ) {
        let isDone = step.passed > 0 && step.here.isEmpty
        let number = step.number < 10 ? " \(step.number)" : "\(step.number)"
        canvas.write(step.isRunning ? context.glyphs[.current] : " ", x: 0, y: y, .accent)
        canvas.write(number, x: 1, y: y, step.here.isEmpty ? .faint : .strong)
        let title = TextWidth.cutEnd(step.title, columns.passed - 5, context.glyphs)
        canvas.write(title, x: 4, y: y, step.here.isEmpty && !isDone ? .faint : .plain)
        let total = build.counts.total
        if step.passed > 0 {
            let isAll = step.passed == total
            let text = TextWidth.pad("\(context.glyphs[.passed]) \(step.passed)/\(total)", 8, .leading, context.glyphs)
            canvas.write(text, x: columns.passed, y: y, isAll ? .good : .plain)
        }
        var names: StyledText = []
        for host in step.here {
            if !names.isEmpty { names.append(Span("  ", .plain)) }
            names.append(
                Span(
                    "\(context.glyphs[host.status.glyph]) \(HostLabel.text(host.name, in: host.subRun))",
                    host.status.role))
        }
        let room = canvas.width - columns.here - 1
        canvas.write(names.cutEnd(room, context.glyphs), x: columns.here, y: y)
    }
}
