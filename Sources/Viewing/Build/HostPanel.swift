import Runs
import Screen

/// The selected host below the table: its failure, or the steps around the one it stands at.
enum HostPanel {
    static func extent(_ host: HostSnapshot?, in size: Size) -> PanelExtent {
        guard let host else { return PanelExtent(rows: 0, visible: size.rows) }
        if let failure = host.failures.first {
            return PanelExtent(
                rows: FailureText.lines(failure, of: host, width: size.columns - 1).count, visible: size.rows)
        }
        return PanelExtent(
            rows: host.steps.count, visible: size.rows,
            natural: StepList.offset(host, selected: nil, height: size.rows))
    }

    static func draw(
        _ host: HostSnapshot?, _ build: BuildSnapshot, offset: Int, _ context: ViewContext, on canvas: Canvas
    ) {
        guard let host else { return }
        if let failure = host.failures.first {
            FailureText.draw(failure, of: host, offset: offset, context, on: canvas)
            return
        }
        StepList.draw(host, build, selected: nil, offset: offset, context, on: canvas)
    }
}

/// Every failure of a build, one after another.
enum FailuresPanel {
    static func lines(_ build: BuildSnapshot, width: Int) -> [StyledText] {
        var lines: [StyledText] = []
        for host in build.hosts where host.status == .failed {
            if !lines.isEmpty { lines.append([]) }
            if host.failures.isEmpty {
                lines.append([
                    Span(HostLabel.text(host.name, in: host.subRun), .strong), Span("  \(host.detail)", .bad),
                ])
            }
            for failure in host.failures {
                lines += FailureText.lines(failure, of: host, width: width, isSelected: false)
            }
        }
        return lines.isEmpty ? [[Span("no host has failed", .faint)]] : lines
    }

    static func draw(_ build: BuildSnapshot, offset: Int, _ context: ViewContext, on canvas: Canvas) {
        let lines = lines(build, width: canvas.width - 1)
        let start = min(offset, max(0, lines.count - canvas.height))
        for (index, line) in lines.dropFirst(start).prefix(canvas.height).enumerated() {
            canvas.write(line, x: 0, y: index)
        }
        ScrollBar(offset: start, visible: canvas.height, count: lines.count).draw(on: canvas, glyphs: context.glyphs)
    }
}

/// A failure in full: heading, message, stack.
enum FailureText {
    /// So many of them stand between message and stack.
    static let screenshots = 4

    static func draw(
        _ failure: HostFailure, of host: HostSnapshot, offset: Int, _ context: ViewContext, on canvas: Canvas
    ) {
        let lines = lines(failure, of: host, width: canvas.width - 1)
        let start = min(offset, max(0, lines.count - canvas.height))
        for (index, line) in lines.dropFirst(start).prefix(canvas.height).enumerated() {
            canvas.write(line, x: 0, y: index)
        }
        ScrollBar(offset: start, visible: canvas.height, count: lines.count).draw(on: canvas, glyphs: context.glyphs)
    }

    /// - Parameter isSelected: whether keys that copy are about this host.
    static func lines(
        _ failure: HostFailure, of host: HostSnapshot, width: Int, isSelected: Bool = true
    ) -> [StyledText] {
        var lines: [StyledText] = [
            [
                Span("FAILURE  ", .heading), Span(HostLabel.text(host.name, in: host.subRun), .strong),
                Span("  \(failure.heading)", .bad),
            ]
        ]
        if let cause = failure.cause {
            let text = "known cause: \(cause.text) (\(cause.rerun))"
            for part in TextWidth.wrap(text, max(10, width - 2)) { lines.append([Span("  " + part, .warning)]) }
            for part in TextWidth.wrap(cause.advice, max(10, width - 2)) { lines.append([Span("  " + part, .faint)]) }
        }
        if let mark = host.mark {
            for part in TextWidth.wrap(mark.text, max(10, width - 2)) { lines.append([Span("  " + part, .running)]) }
        }
        func add(_ text: String, _ role: Role) {
            for part in TextWidth.wrap(text, max(10, width - 2)) { lines.append([Span("  " + part, role)]) }
        }
        let messageCount = failure.failure.message.split(separator: "\n", omittingEmptySubsequences: false).count
        let excerpt = FailureExcerpt.lines(of: failure.failure, stack: Failure.stackLimit)
        for line in excerpt.prefix(messageCount) { add(line, .plain) }
        let screenshots = host.screenshots(of: failure)
        for path in screenshots.prefix(Self.screenshots) { add("screenshot: \(SafeText.visible(path))", .accent) }
        let rest = screenshots.count - Self.screenshots
        if rest > 0 { add("and \(rest) more" + (isSelected ? "; a copies them" : ""), .accent) }
        for line in excerpt.dropFirst(messageCount) { add(line, .faint) }
        return lines
    }
}
