import Runs
import Testing

@Test(arguments: [
    ("busy", "the disk is BUSY", true), ("busy", "business", false), ("^skipped$", "skipped", true),
    ("^skipped$", "skipped test", false), ("a.c", "xabcx", true), ("a.c", "ac", false), ("ab*c", "ac", true),
    ("ab+c", "ac", false), ("ab+c", "abbbc", true), ("colou?r", "color", true), ("(?:ab|cd)+e", "xababcde", true),
    ("(ab|cd)e", "abce", false), ("[a-f0-9]{4}", "xx12AF", true), ("[a-f0-9]{4}", "12x34", false),
    ("[^']+'", "it's", true), ("'[^']+'", "''", false), (#"\d{2,3}ms"#, "1ms 12ms", true),
    (#"\bdisk\b"#, "disks", false),
    (#"\bdisk\b"#, "a disk.", true), (#"requires Python '([^']+)'"#, "x requires Python '>=2.7' y", true),
    (#"\[([^\]]+)\]"#, "TASK [a b]", true), (#"TASK \[([^\]]+)\] failed"#, "TASK [Prepare] failed:", true),
    ("[]x]", "]", true), ("[a-]", "-", true), ("größe", "die GRößE", true), (#"a\.b"#, "aXb", false),
    ("(a|b|)c", "c", true), ("a{0}b", "b", true), ("x{2,}y", "xxxxy", true), ("x{2,}y", "xy", false),
    ("(?i)Busy", "the disk is BUSY", true), ("^[[:digit:]]+$", "123", true), ("[[:upper:]]", "a", true),
])
func patternFits(_ pattern: String, _ line: String, _ wanted: Bool) throws {
    #expect(try LinePattern(pattern).matches(FoldedLine(line)) == wanted)
}

@Test(arguments: [
    ("(a", "'(' without ')'"), ("a)", "')' without '('"), ("[a", "'[' without ']'"),
    ("*a", "nothing before '*'"),
    ("a{x}", "only {n}"), ("a{5,2}", "only {n}"), ("(?=a)b", "'(?' only as"), (#"(a)\1"#, #"\1 is none of"#),
    ("a*", "fits every line"), (".*", "fits every line"), ("", "fits every line"),
    ("((a{100}){100}){100}", "too large"),
    ("[ä]", "only ASCII"), (#"a\"#, "nothing behind"), ("[[:letter:]]", "[:digit:] is one"),
    ("[[:digit]", "without ':]'"),
    ("a(?i)b", "in front (?i)"),
])
func brokenPatternSaysWhatWouldBeRight(_ pattern: String, _ reason: String) {
    let error = #expect(throws: PatternProblem.self) { try LinePattern(pattern) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
}

/// What makes other engines go back for ever takes time in proportion to the line here.
@Test(arguments: ["(a+)+$", "(a|a)*b", "(a*)*c", "(.*a){20}b"])
func noPatternRunsAway(_ pattern: String) throws {
    let line = String(repeating: "a", count: 64 * 1024)
    let fitting = try LinePattern(pattern)
    let took = ContinuousClock().measure { _ = fitting.matches(FoldedLine(line + "!")) }
    #expect(took < .seconds(20), "\(took)")
}

@Test func firstRuleThatFitsDecides() throws {
    func rule(_ id: String, _ pattern: String, step: String? = nil) throws -> TriageRule {
        TriageRule(
            id: id, pattern: try LinePattern(pattern), step: try step.map { try LinePattern($0) },
            cause: "cause of \(id)",
            advice: "", retry: .safe)
    }
    let rules = TriageRules([
        try rule("A", "disk", step: "cutover"), try rule("B", "busy"), try rule("C", "disk"), try rule("B", "nothing"),
    ])
    #expect(rules.rules.map(\.id) == ["A", "B", "C"])
    let failure = Failure(path: [], message: "Error: it broke\nthe disk is busy", stack: ["at x"])
    #expect(rules.cause(of: failure, step: "Trigger cutover")?.rule == "A")
    let cause = try #require(rules.cause(of: failure, step: "Create migration session"))
    #expect(cause.rule == "B")
    #expect(cause.line == "the disk is busy")
    #expect(rules.cause(of: ["all is well"]) == nil)
}
