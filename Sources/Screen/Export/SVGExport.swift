/// The picture as an SVG document: for reports and the README.
package enum SVGExport {
    private static let cellWidth = 8.4
    private static let cellHeight = 18.0
    private static let padding = 12.0
    private static let titleHeight = 28.0

    /// - Parameters:
    ///   - title: of the window that is drawn around the picture; without one there is no window.
    ///   - isDark: whether the terminal's own colours are light on dark.
    package static func text(_ frame: Frame, theme: Theme, title: String? = nil, isDark: Bool = true) -> String {
        let ink = isDark ? "#d4d4d4" : "#24292f"
        let paper = isDark ? "#16191d" : "#ffffff"
        let top = padding + (title == nil ? 0 : titleHeight)
        let width = number(2 * padding + Double(frame.size.columns) * cellWidth)
        let height = number(top + padding + Double(frame.size.rows) * cellHeight)
        var svg = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" font-family="'DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="14">
            <rect width="100%" height="100%" rx="8" fill="\(paper)"/>

            """
        if let title { svg += window(title: title, ink: ink) }
        for y in 0..<frame.size.rows {
            for run in frame.runs(ofRow: y, theme: theme, depth: .direct) {
                svg += element(run, rowTop: top + Double(y) * cellHeight, ink: ink, paper: paper)
            }
        }
        return svg + "</svg>\n"
    }

    private static func window(title: String, ink: String) -> String {
        let dots = ["#ff5f57", "#febc2e", "#28c840"].enumerated().map { index, color in
            "<circle cx=\"\(number(20 + 18 * Double(index)))\" cy=\"20\" r=\"5.5\" fill=\"\(color)\"/>"
        }
        let text =
            "<text x=\"50%\" y=\"24\" text-anchor=\"middle\" fill=\"\(ink)\" opacity=\"0.7\">\(escape(title))</text>"
        return dots.joined() + text + "\n"
    }

    /// Background and text of one run; blanks on the terminal's own background need neither.
    private static func element(_ run: StyledRun, rowTop: Double, ink: String, paper: String) -> String {
        let isReversed = run.style.emphasis.contains(.reverse)
        let front = hex(run.style.foreground) ?? ink
        let back = hex(run.style.background) ?? paper
        let (foreground, background) = isReversed ? (back, front) : (front, back)
        let x = number(padding + Double(run.x) * cellWidth)
        let width = number(Double(run.width) * cellWidth)
        var text = ""
        if background != paper {
            text += "<rect x=\"\(x)\" y=\"\(number(rowTop))\" width=\"\(width)\" height=\"\(number(cellHeight))\" "
            text += "fill=\"\(background)\" shape-rendering=\"crispEdges\"/>"
        }
        if run.text.unicodeScalars.contains(where: { $0 != " " }) || run.style.emphasis.contains(.underline) {
            var look = ""
            if run.style.emphasis.contains(.bold) { look += " font-weight=\"bold\"" }
            if run.style.emphasis.contains(.dim) { look += " opacity=\"0.6\"" }
            if run.style.emphasis.contains(.underline) { look += " text-decoration=\"underline\"" }
            // The length is given so that columns stay in line whatever font the viewer takes.
            text +=
                "<text x=\"\(x)\" y=\"\(number(rowTop + 13.5))\" fill=\"\(foreground)\"\(look) textLength=\"\(width)\" "
            text += "lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">\(escape(run.text))</text>"
        }
        return text.isEmpty ? "" : text + "\n"
    }

    /// The sixteen basic colours, calmer than xterm's: legible on dark and on light.
    private static let palette = [
        "#2b3038", "#d8575d", "#5fa463", "#b58a2c", "#4a8fd4", "#a97bc9", "#3f9fa5", "#b9c0c8", "#7f8893", "#ee6d72",
        "#78bd7c", "#d0a548", "#6aa9e9", "#c095df", "#58b8be", "#eef1f4",
    ]

    private static func hex(_ color: Color) -> String? {
        if color == .terminal { return nil }
        if case .basic(let number) = color { return palette[Int(number % 16)] }
        let parts = color.components
        return "#"
            + [parts.red, parts.green, parts.blue].map { part in
                let digits = String(part, radix: 16)
                return digits.utf8.count == 1 ? "0" + digits : digits
            }.joined()
    }

    private static func escape(_ text: String) -> String {
        var escaped = ""
        TextWidth.forEachShown(text) { scalar, _ in
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// With at most one digit behind the point.
    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
