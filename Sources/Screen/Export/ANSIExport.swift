/// The picture as text with colours, for `less -R` and the like.
package enum ANSIExport {
    /// Lines, each ending with the look reset.
    package static func text(_ frame: Frame, theme: Theme, depth: ColorDepth) -> String {
        var text = ""
        for y in 0..<frame.size.rows {
            for run in frame.runs(ofRow: y, theme: theme, depth: depth) {
                let codes = codes(run.style)
                text += codes.isEmpty ? run.text : "\u{1B}[\(codes)m\(run.text)\u{1B}[0m"
            }
            text += "\n"
        }
        return text
    }

    /// The parameters of the sequence that sets a style, after a reset.
    private static func codes(_ style: Style) -> String {
        var codes: [String] = []
        for (flag, code) in [(Emphasis.bold, "1"), (.dim, "2"), (.underline, "4"), (.reverse, "7")]
        where style.emphasis.contains(flag) {
            codes.append(code)
        }
        codes += color(style.foreground, base: 30) + color(style.background, base: 40)
        return codes.joined(separator: ";")
    }

    private static func color(_ color: Color, base: Int) -> [String] {
        switch color {
        case .terminal: []
        case .basic(let number) where number < 8: ["\(base + Int(number))"]
        case .basic(let number): ["\(base + 60 + Int(number % 8))"]
        case .indexed(let number): ["\(base + 8);5;\(number)"]
        case .rgb(let red, let green, let blue): ["\(base + 8);2;\(red);\(green);\(blue)"]
        }
    }
}
