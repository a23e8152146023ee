/// The line with which a spec begins, and the rest of its name where that was wrapped.
///
///     Running:  a-long-path/redhat9.6                                   (1 of 3)
///               .cy.ts
struct SpecHeading: Equatable, Sendable {
    private(set) var path: String
    let index: Int
    let count: Int
    /// In bytes.
    let offset: Int

    /// Where names begin, and where the rest of a wrapped one stands alone.
    private static let nameColumn = 12
    /// Names shorter than this, in characters, are never wrapped.
    private static let shortestWrapped = 60

    init?(_ line: CleanLine, at offset: Int) {
        guard line.column == 2, line.has("Running:  ", at: 2), line.bytes[line.end - 1] == UInt8(ascii: ")"),
            let open = line.bytes[..<line.end].lastIndex(of: UInt8(ascii: "(")),
            let index = line.number(at: open + 1), line.has(" of ", at: index.next),
            let count = line.number(at: index.next + 4), count.next == line.end - 1,
            index.value >= 1, index.value <= count.value
        else { return nil }
        path = line.text(line.skipBlanks(10)..<open).trimmingTrailingBlanks()
        guard !path.isEmpty else { return nil }
        (self.index, self.count, self.offset) = (index.value, count.value, offset)
    }

    /// Whether the next line may hold the rest of the name.
    var mayGoOn: Bool { path.count >= Self.shortestWrapped }

    /// Takes the next line, if it is the rest of the name.
    mutating func takeRest(_ line: CleanLine) -> Bool {
        guard line.column == Self.nameColumn, path.utf8.count < RunTable.nameLimit else { return false }
        path += line.text(from: Self.nameColumn)
        return true
    }
}
