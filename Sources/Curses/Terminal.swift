import CNcurses
import Glibc
package import Screen

/// The terminal that the program runs on, taken over while this value lives and given back when it goes.
///
/// There is one, and only the thread that made it uses it.
package struct Terminal: ~Copyable {
    /// How many colours the terminal shows.
    package let depth: ColorDepth
    /// The characters that it shows.
    package let glyphs: GlyphSet
    /// Becomes readable when something was typed, and when the terminal is gone.
    package let inputDescriptor: Int32 = 0

    private var painter: Painter
    /// What stands on the screen; `nil` when that is not known.
    private var shown: Frame?
    private let clipboardPath: Clipboard.Path

    package init(_ options: TerminalOptions = TerminalOptions()) throws(TerminalError) {
        var chosen = cn_options()
        chosen.ascii = options.ascii.map { $0 ? 1 : 0 } ?? -1
        chosen.wants_mouse = options.mouse
        chosen.wants_color = options.color
        let term = Environment.text("TERM") ?? ""
        switch cn_open(&chosen) {
        case CN_OPENED: break
        case CN_INPUT_IS_NO_TERMINAL: throw .inputIsNoTerminal
        case CN_OUTPUT_IS_NO_TERMINAL: throw .outputIsNoTerminal
        case CN_TERM_IS_UNSET: throw .termIsUnset
        // The name comes from outside like any text: nothing in it may reach the terminal as a control.
        case CN_TERM_IS_UNKNOWN: throw .termIsUnknown(TextWidth.shownText(term))
        case CN_TERM_CANNOT_MOVE_THE_CURSOR: throw .termCannotMoveTheCursor(TextWidth.shownText(term))
        default: throw .failed
        }
        depth =
            switch cn_colors() {
            case 0: .none
            case 8: .eight
            case 16: .sixteen
            case 256: .indexed
            default: .direct
            }
        glyphs = cn_is_ascii() ? .ascii : .unicode
        painter = Painter(depth: depth, isASCII: glyphs.isASCII)
        if Environment.text("TMUX") != nil {
            clipboardPath = .tmux
        } else {
            clipboardPath = Environment.text("STY") != nil ? .screen : .direct
        }
    }

    deinit { cn_close() }

    /// Gives the terminal back as it was found.
    package consuming func close() {}

    /// The present size; to be asked again after SIGWINCH.
    package var size: Size {
        var (columns, rows): (Int32, Int32) = (0, 0)
        cn_size(&columns, &rows)
        return Size(columns: Int(columns), rows: Int(rows))
    }

    /// Shows a frame, sending what differs from the one before.
    /// - Returns: `false` when the terminal does not keep up: it has not taken all of this frame or, if it had not taken
    ///   all of the one before, nothing of this one. Show the newest frame again in a moment.
    @discardableResult
    package mutating func show(_ frame: Frame, _ theme: Theme) -> Bool {
        guard cn_send_rest() else { return false }
        guard frame.size.columns > 0, frame.size.rows > 0 else { return true }
        let isOtherTheme = painter.use(theme)
        if shown?.size != frame.size { cn_resize(Int32(frame.size.columns), Int32(frame.size.rows)) }
        let before = isOtherTheme || shown?.size != frame.size ? nil : shown
        var hasChanged = before?.cursor != frame.cursor
        for y in 0..<frame.size.rows {
            let row = frame.row(y)
            let changed = before.map { RowChange.columns(from: $0.row(y), to: row) } ?? 0..<row.count
            guard !changed.isEmpty else { continue }
            let cells = row[row.startIndex + changed.lowerBound..<row.startIndex + changed.upperBound]
            painter.draw(cells, x: changed.lowerBound, y: y)
            hasChanged = true
        }
        if before != nil, !hasChanged { return true }
        shown = frame
        return cn_show(Int32(frame.cursor?.x ?? -1), Int32(frame.cursor?.y ?? -1))
    }

    /// Lets the next frame be sent whole: Ctrl-L.
    package mutating func redraw() {
        cn_repaint()
        shown = nil
    }

    /// Gives the terminal back, for another program or to be stopped; `resume` takes it again.
    package mutating func pause() { cn_pause() }

    /// Takes the terminal after `pause`, or again after somebody else has used it (SIGCONT); the next frame is whole.
    package mutating func resume() {
        cn_resume()
        redraw()
    }

    /// Stops the program as Ctrl-Z does elsewhere, and comes back when it goes on.
    package mutating func suspend() {
        pause()
        cn_stop()
        resume()
    }

    /// What has been typed since: no bytes when there is nothing, `nil` when the terminal is gone.
    package mutating func read() -> [UInt8]? {
        var isGone = false
        let bytes = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
            // The count that the kernel wrote is what is initialised.
            let got = cn_read(buffer.baseAddress, Int32(buffer.count))
            isGone = got < 0
            count = max(0, Int(got))
        }
        return isGone ? nil : bytes
    }

    /// Puts text into the operator's clipboard, where the terminal allows it.
    /// - Returns: `false` when the text is too long for it.
    package mutating func copyToClipboard(_ text: String) -> Bool {
        guard let sequence = Clipboard.sequence(for: text, path: clipboardPath) else { return false }
        _ = cn_send(sequence, Int32(sequence.count))
        return true
    }
}
