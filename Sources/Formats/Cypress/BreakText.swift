import Runs

/// The text below the line with which a spec breaks off, while its lines come in: it names the error.
struct BreakText: Sendable {
    /// Bytes and lines that may still come; none while no such text is read.
    private var room = (bytes: 0, lines: 0)
    private var hasOpened = false
    private var skipsBlank = false

    var isOpen: Bool { room.lines > 0 }

    /// The line has come that begins it; the first one of a spec counts.
    mutating func open() {
        guard !hasOpened else { return }
        hasOpened = true
        room = (Failure.messageLimit, Failure.stackLimit)
    }

    mutating func close() { room = (0, 0) }

    mutating func takeBlank() { skipsBlank = isOpen }

    /// Takes a line that is not blank.
    /// - Returns: what is kept of it: an empty line for the blank ones before it, and the line as far as there is room.
    mutating func take(_ line: String) -> [String] {
        let text = line.limited(toBytes: room.bytes)
        room.bytes -= min(room.bytes, text.utf8.count + 1)
        room.lines = room.bytes > 0 ? room.lines - 1 : 0
        defer { skipsBlank = false }
        return skipsBlank ? ["", text] : [text]
    }
}
