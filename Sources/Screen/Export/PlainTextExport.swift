extension Frame {
    /// The picture as text: a line per row, without trailing blanks.
    package var plainText: [String] {
        (0..<size.rows).map { y in
            var line = String.UnicodeScalarView()
            for cell in row(y) where cell.width > 0 {
                line.append(cell.scalar)
                if cell.mark != "\0" { line.append(cell.mark) }
            }
            while line.last == " " { line.removeLast() }
            return String(line)
        }
    }

    /// The same picture for a place that takes only ASCII.
    package var inASCII: Frame {
        var frame = self
        for index in frame.cells.indices {
            frame.cells[index].scalar = GlyphSet.asciiTwin(of: frame.cells[index].scalar)
            frame.cells[index].mark = "\0"
            frame.cells[index].width = 1
        }
        return frame
    }
}
