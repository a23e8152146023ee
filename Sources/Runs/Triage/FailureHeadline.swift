extension Failure {
    /// In characters.
    package static let headlineLimit = 1024
    /// So many lines may begin what only the next one says.
    private static let leadLimit = 3

    /// What has failed, in one line, safe to show: the first line of the message, and where that one only leads to what
    /// follows (`cy.request() failed on:`) also this, and the answer that Cypress points at (`> 500: Internal …`).
    package var headline: String {
        var lines = message.textLines.lazy.map { $0.trimmingBlanks() }.filter { !$0.isEmpty }.makeIterator()
        guard var last = lines.next() else { return "" }
        var parts = [last]
        while Self.isLead(last) || breaksOff && parts.count == 1, parts.count <= Self.leadLimit, let next = lines.next()
        {
            parts.append(next)
            last = next
        }
        if parts.count > 1, !last.hasPrefix("> ") {
            while let next = lines.next() {
                guard next.hasPrefix("> ") else { continue }
                parts.append(next)
                break
            }
        }
        // What says no more than that an error follows would be all that there is room for.
        if breaksOff, parts.count > 1, parts[0].hasSuffix(":") { parts.removeFirst() }
        return Self.cut(SafeText.visible(parts.joined(separator: " ")))
    }

    /// Whether a line says only that the next one tells more.
    private static func isLead(_ line: String) -> Bool {
        line.hasSuffix(":") || line == "Error: Webpack Compilation Error"
    }

    static func cut(_ line: String) -> String {
        line.utf8.count <= headlineLimit || line.count <= headlineLimit ? line : line.prefix(headlineLimit - 1) + "…"
    }
}
