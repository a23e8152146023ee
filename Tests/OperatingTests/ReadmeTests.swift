import Glibc
import Screen
import TestKit
import Testing

@testable import Operating

/// The README's table of keys is made from the key tables.
@Suite struct ReadmeTests {
    @Test func keysAreThoseOfTheProgram() throws {
        let path = packageRoot() + "/README.md"
        let text = try #require(readText(path))
        let parts = text.components(between: "<!-- keys -->\n", and: "<!-- /keys -->")
        let (before, inside, after) = try #require(parts)
        let wanted = Self.table()
        if getenv("RECORD") != nil {
            let bytes = Array((before + "<!-- keys -->\n" + wanted + "<!-- /keys -->" + after).utf8)
            let descriptor = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
            #expect(write(descriptor, bytes, bytes.count) == bytes.count)
            close(descriptor)
            Issue.record("recorded the keys of the README")
            return
        }
        #expect(inside == wanted, "RECORD=1 swift test --filter Readme writes it anew")
    }

    private static func table() -> String {
        var text = "| keys | what they do | `:` |\n|---|---|---|\n"
        for section in OperatorKeymap.helpSections() {
            text += "| **\(section.title)** | | |\n"
            for row in section.rows {
                let keys = row.keys.replacing("|", with: "\\|")
                text += "| `\(keys)` | \(row.help) | \(row.name.map { "`\($0)`" } ?? "") |\n"
            }
        }
        return text
    }
}

extension String {
    /// What stands before, between and after two marks.
    fileprivate func components(between start: String, and end: String) -> (String, String, String)? {
        guard let from = firstRange(of: start), let to = self[from.upperBound...].firstRange(of: end) else {
            return nil
        }
        return (
            String(self[..<from.lowerBound]), String(self[from.upperBound..<to.lowerBound]),
            String(self[to.upperBound...])
        )
    }
}
