/// Neighbouring cells of a row that look alike.
struct StyledRun: Equatable {
    /// The column of the first, and how many they are.
    var x: Int
    var width: Int
    var text: String
    var style: Style
}

extension Frame {
    /// Row `y` in pieces of one look each.
    func runs(ofRow y: Int, theme: Theme, depth: ColorDepth) -> [StyledRun] {
        var runs: [StyledRun] = []
        var last: (role: Role, emphasis: Emphasis)?
        for (x, cell) in row(y).enumerated() where cell.width > 0 {
            if let last, last == (cell.role, cell.emphasis) {
                runs[runs.count - 1].width += Int(cell.width)
            } else {
                let style = theme.style(cell.role, cell.emphasis, at: depth)
                runs.append(StyledRun(x: x, width: Int(cell.width), text: "", style: style))
                last = (cell.role, cell.emphasis)
            }
            runs[runs.count - 1].text.unicodeScalars.append(cell.scalar)
            if cell.mark != "\0" { runs[runs.count - 1].text.unicodeScalars.append(cell.mark) }
        }
        return runs
    }
}
