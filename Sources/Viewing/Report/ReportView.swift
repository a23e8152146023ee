import Runs
import Screen

/// The status report as it would be posted.
struct ReportPlace: Equatable, Sendable {
    var offset = 0
    /// The first column shown.
    var column = 0
}

/// Draws the report.
enum ReportView {
    static func lines(_ build: BuildSnapshot, _ context: ViewContext) -> [String] {
        let report = StatusReport(of: build, at: context.now, clock: context.clock)
        return MarkdownReport.text(of: report).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    static func draw(_ place: ReportPlace, _ build: BuildSnapshot, _ context: ViewContext, on canvas: Canvas) {
        ScreenFrame.drawCrumbs(
            ["builds", build.name.text, "report"], beside: [Span("y copies it", .faint)], context, on: canvas)
        ScreenFrame.drawFooter([.copy, .copyCommand, .commandLine, .help, .back], context, on: canvas)
        let body = ScreenFrame.body(of: canvas)
        let lines = lines(build, context)
        let start = min(place.offset, max(0, lines.count - body.height))
        for (index, line) in lines.dropFirst(start).prefix(body.height).enumerated() {
            let row = body.window(x: 1, y: index, width: body.width - 2, height: 1)
            row.write(line, x: -place.column, y: 0, role(of: line))
            if TextWidth.columns(line) - place.column > row.width {
                row.write(context.glyphs[.ellipsis], x: row.width - 1, y: 0, .faint)
            }
        }
        ScrollBar(offset: start, visible: body.height, count: lines.count).draw(on: body, glyphs: context.glyphs)
    }

    private static func role(of line: String) -> Role {
        if line.hasPrefix("#") || line.hasPrefix("**") { return .heading }
        if line.holds("FAIL |") { return .bad }
        if line.hasPrefix("|---") || line.hasPrefix("```") { return .faint }
        return .plain
    }
}
