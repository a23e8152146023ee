import Testing

@testable import Viewing

/// What a typed filter lets through.
@Suite struct RowFilterTests {
    /// Part by part a row is let through as it is in one piece.
    @Test(arguments: [
        ("redhat", true), ("REDHAT9", true), ("suse", false), ("!suse", true), ("!redhat", false),
        ("failed gold", true), ("gold suse", false), ("gold !suse", true), ("bühne", true), ("BÜHNE", true),
        ("!", true), ("", true), ("9.6", true), ("9.6x", false), ("redhat9.6redhat", false), ("ü", true), ("é", false),
    ])
    func words(_ typed: String, _ isLet: Bool) {
        let parts = ["e2e-Gold-1", "FAILED", "RedHat9.6", "Bühne-2", ""]
        var filter = RowFilter()
        filter.text = typed
        let words = RowFilter.Words(filter)
        #expect(words.admit { word in parts.contains { RowFilter.Words.holds($0, word) } } == isLet)
        #expect(words.admit(parts.joined(separator: " ").lowercased()) == isLet)
    }
}
