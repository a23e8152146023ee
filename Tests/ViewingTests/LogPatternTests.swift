import Runs
import Screen
import Testing

@testable import Viewing

/// Patterns that are typed over a log.
@Suite struct LogPatternTests {
    /// What is refused is said whole on the narrowest usual screen, in a search and in a filter.
    @Test(arguments: [
        "(aaaaaa", "aaaaaaaa)", "[aaaaaa", "*aaaaa", "aaaaa{5,2}", "aaaaa(?=b)", #"(aaaa)\1"#, "aaaaa\\", "[^ä]aaaa",
        "[z-a]aaa", "[[:nothing:]]", "[[:alpha", "((a{99}){99}){99}", #"aaaaa\q"#, "aaaaaaaa(?i)b",
    ])
    func whatIsRefusedIsSaidWhole(_ text: String) throws {
        let problem = #expect(throws: PatternProblem.self) { try SearchPattern(LogPattern(text, isRegex: true)) }
        let said = try #require(problem).description
        var reader = try LogReader(FakeLog((1...300).map { "line \($0)" }))
        reader.press("/ Ctrl-R")
        reader.type(text)
        #expect(reader.lines[22].contains(said), "\(reader.lines[22])")
        reader.press("Esc & Ctrl-R")
        reader.type(text)
        reader.press("Enter")
        #expect(reader.lines[22].contains(said), "\(reader.lines[22])")
    }
}
