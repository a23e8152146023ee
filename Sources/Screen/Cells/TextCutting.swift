extension TextWidth {
    /// `text` in at most `columns`: what does not fit is cut off behind, an ellipsis telling it. For sentences.
    package static func cutEnd(_ text: String, _ columns: Int, _ glyphs: GlyphSet = .unicode) -> String {
        guard self.columns(text) > columns else { return text }
        guard columns > 0 else { return "" }
        return prefix(of: text, columns: columns - 1) + glyphs[.ellipsis]
    }

    /// `text` in at most `columns`: what does not fit is cut out of the middle. For names, whose ends tell them apart.
    package static func cutMiddle(_ text: String, _ columns: Int, _ glyphs: GlyphSet = .unicode) -> String {
        guard self.columns(text) > columns else { return text }
        guard columns > 0 else { return "" }
        let head = prefix(of: text, columns: columns / 2)
        let tail = suffix(of: text, columns: columns - 1 - self.columns(head))
        return head + glyphs[.ellipsis] + tail
    }

    /// `text` in exactly `columns`: cut behind or filled with blanks on the side away from `alignment`.
    package static func pad(
        _ text: String, _ columns: Int, _ alignment: Alignment = .leading, _ glyphs: GlyphSet = .unicode
    ) -> String {
        let text = cutEnd(text, columns, glyphs)
        let blanks = String(repeating: " ", count: max(0, columns - self.columns(text)))
        return alignment == .leading ? text + blanks : blanks + text
    }

    /// As much of the start as fits; whole characters, so that no mark loses its letter.
    package static func prefix(of text: String, columns: Int) -> String {
        var used = 0
        let end = text.indices.first { index in
            used += self.columns(String(text[index]))
            return used > columns
        }
        return String(text[..<(end ?? text.endIndex)])
    }

    /// As much of the end as fits.
    package static func suffix(of text: String, columns: Int) -> String {
        var used = 0
        var start = text.endIndex
        for index in text.indices.reversed() {
            used += self.columns(String(text[index]))
            if used > columns { break }
            start = index
        }
        return String(text[start...])
    }

    /// `text` broken at blanks into lines of at most `columns`; words that are longer are broken where they stand. The
    /// first line keeps the blanks before it.
    package static func wrap(_ text: String, _ columns: Int) -> [String] {
        guard columns > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        // Blanks at which a line was broken are left out.
        var isNew = true
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let longer = isNew ? String(word) : line + " " + word
            if self.columns(longer) <= columns {
                line = longer
                isNew = isNew && word.isEmpty && !lines.isEmpty
                continue
            }
            if !line.isEmpty { lines.append(line) }
            var rest = String(word)
            while self.columns(rest) > columns {
                // A wide character does not fit into one column: it goes there alone, to be cut by the canvas.
                let part = prefix(of: rest, columns: columns)
                let head = part.isEmpty ? String(rest.prefix(1)) : part
                lines.append(head)
                rest.removeFirst(head.count)
            }
            line = rest
            isNew = rest.isEmpty
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }
}

/// The side on which a text stands.
package enum Alignment: Equatable, Sendable { case leading, trailing }

extension [Span] {
    /// The pieces in at most `columns`, cut behind.
    package func cutEnd(_ columns: Int, _ glyphs: GlyphSet = .unicode) -> StyledText {
        guard width > columns else { return self }
        var left = columns
        var result: StyledText = []
        for (index, span) in enumerated() {
            let own = TextWidth.columns(span.text)
            // The last that stands whole must leave room for the ellipsis, as something follows it.
            if own < left || (own == left && index == count - 1) {
                result.append(span)
                left -= own
            } else {
                let head = left > 0 ? TextWidth.prefix(of: span.text, columns: left - 1) + glyphs[.ellipsis] : ""
                if !head.isEmpty { result.append(Span(head, span.role, span.emphasis)) }
                break
            }
        }
        return result
    }
}
