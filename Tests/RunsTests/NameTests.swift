import Runs
import Testing

@Suite struct NameTests {
    // MARK: Build names

    @Test(arguments: [
        "e2e-redhat9.6-ubuntu24.04-w2k25-fc", "a", "0", "A_b+c.d-e", "x.log", "a.launch2", "launch",
        String(repeating: "a", count: 200), String(repeating: ".a", count: 99).dropFirst() + "b",
    ])
    func takesBuildName(_ text: String) throws {
        #expect(try BuildName(text).text == text)
    }

    @Test(
        arguments: [
            ("", .empty), ("../x", .badCharacter("/", in: "../x")), ("a/b", .badCharacter("/", in: "a/b")),
            (".x", .badStart(".x")), ("-x", .badStart("-x")), ("_x", .badStart("_x")), ("+x", .badStart("+x")),
            (String(repeating: "a", count: 201), .tooLong(bytes: 201)), ("a b", .badCharacter(" ", in: "a b")),
            ("a\n", .badCharacter("\n", in: "a\n")), ("a\tb", .badCharacter("\t", in: "a\tb")),
            ("%n", .badCharacter("%", in: "%n")), ("a@b", .badCharacter("@", in: "a@b")),
            ("*", .badCharacter("*", in: "*")), ("[a]", .badCharacter("[", in: "[a]")),
            ("a\\b", .badCharacter("\\", in: "a\\b")), ("é", .badCharacter("é", in: "é")),
            ("\u{435}2e", .badCharacter("\u{435}", in: "\u{435}2e")), ("a\0b", .badCharacter("\0", in: "a\0b")),
            ("a..b", .parentReference("a..b")), ("a..", .parentReference("a..")), ("a.launch", .launchLog("a.launch")),
            ("e\u{301}", .badCharacter("\u{301}", in: "e\u{301}")), ("a\r\nb", .badCharacter("\r", in: "a\r\nb")),
        ] as [(String, BuildNameError)])
    func refusesBuildName(_ text: String, _ error: BuildNameError) {
        #expect(throws: error) { try BuildName(text) }
    }

    /// `atvm-run-watcher@` and `.service` take 25 of systemd's 255 bytes; `-` and `+` are escaped to four bytes each.
    @Test func countsEscapedUnitName() throws {
        // 1 + 57 * 4 = 229 bytes fit into the 230 that are left, 1 + 1 + 57 * 4 do too, 58 hyphens do not.
        let fits = "ab" + String(repeating: "-", count: 57)
        #expect(try BuildName(fits).text == fits)
        let long = "a" + String(repeating: "-", count: 58)
        #expect(throws: BuildNameError.unitNameTooLong(long, bytes: 258)) { try BuildName(long) }
        let plus = "a" + String(repeating: "+", count: 58)
        #expect(throws: BuildNameError.unitNameTooLong(plus, bytes: 258)) { try BuildName(plus) }
    }

    @Test func errorsNameTheFirstBadCharacterSafely() throws {
        let error = #expect(throws: BuildNameError.self) { try BuildName("a\u{1B}[2J b") }
        let text = try #require(error?.description)
        #expect(text.contains("has '␛'"))
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }

    // MARK: Host names

    @Test(arguments: [
        ("cypress/e2e/redhat9.6.cy.ts", "redhat9.6"), ("redhat9.6.cy.ts", "redhat9.6"), ("w2k25.spec.js", "w2k25"),
        ("a.cy.cy.ts", "a.cy"), ("ubuntu24.04.ts", "ubuntu24.04"), ("x.js", "x"), ("x.tsx", "x"), ("x.feature", "x"),
        ("redhat9.6", "redhat9.6"), ("a\\b\\w2k25.cy.ts", "w2k25"), (".cy.ts", ".cy"), (".ts", ".ts"), ("", ""),
        ("dir/", "dir"), ("a.CY.ts", "a.CY"),
    ])
    func hostOfSpec(_ path: String, _ name: String) {
        #expect(HostName.fromSpec(path) == name)
    }

    // MARK: Sub-run keys

    @Test(
        arguments: [
            ([nil, nil], ["run-1", "run-2"]), (["linux", "windows"], ["linux", "windows"]),
            (["linux", "linux", "linux"], ["linux", "linux-2", "linux-3"]), (["linux", nil], ["linux", "run-2"]),
            (["a", "a-2", "a"], ["a", "a-2", "a-3"]), (["a/b", "..", ""], ["a_b", "_..", "_"]),
            (["Grün 1"], ["Gr__n_1"]), (["run-2", nil], ["run-2", "run-2-2"]),
        ] as [([String?], [String])])
    func keys(_ groups: [String?], _ keys: [String]) {
        let made = SubRunKey.keys(forGroups: groups)
        #expect(made.map(\.text) == keys)
        // Every key that is made is one that can be read again.
        #expect(made.allSatisfy { SubRunKey($0.text) == $0 })
    }

    @Test func longGroupsStayPathsOfBoundedLength() {
        let keys = SubRunKey.keys(forGroups: Array(repeating: String(repeating: "é", count: 300), count: 3))
        #expect(Set(keys).count == 3)
        #expect(keys.allSatisfy { $0.text.utf8.count <= 200 })
    }

    @Test(arguments: ["", ".", "..", ".x", "a/b", "a b", "a\0", String(repeating: "a", count: 201)])
    func refusesKey(_ text: String) { #expect(SubRunKey(text) == nil) }

    // MARK: Titles

    @Test(
        arguments: [
            ("7. Create migration session", 7, "Create migration session"), ("12.  Two blanks", 12, "Two blanks"),
            ("3.", 3, ""), ("3.5 percent", nil, "3.5 percent"), ("No number", nil, "No number"), ("", nil, ""),
            ("7 Create", nil, "7 Create"), ("12345. x", nil, "12345. x"), ("9999. x", 9999, "x"), (". x", nil, ". x"),
            ("0. x", 0, "x"), ("٣. x", nil, "٣. x"),
        ] as [(String, Int?, String)])
    func splitsTitle(_ title: String, _ number: Int?, _ text: String) {
        #expect(StepTitle.number(of: title) == number)
        #expect(StepTitle.text(of: title) == text)
    }

    @Test(arguments: [
        ("7. Create migration session", "9. CREATE  migrationsession", true),
        ("Power off", "Power off the host", false),
        ("A\u{A0}b", "1. a B", true), ("Ärger", "ärger", true),
    ])
    func titlesOfOneStep(_ one: String, _ other: String, _ isSame: Bool) {
        #expect((StepTitle.key(of: one) == StepTitle.key(of: other)) == isSame)
    }

    @Test(
        arguments: [
            ("\"before each\" hook for \"7. Create\"", "before each", "7. Create"),
            ("\"after all\" hook: clean up for \"3. Power off\"", "after all", "3. Power off"),
            ("\"before all\" hook for \"say \"hi\" for \"you\"\"", "before all", "say \"hi\" for \"you\""),
            ("\"after each\" hook in \"suite\"", nil, nil), ("\"before each\" hook", nil, nil), ("7. Create", nil, nil),
            ("\"before lunch\" hook for \"x\"", nil, nil), ("\"", nil, nil), ("", nil, nil),
            ("\"before each\" hook for \"", nil, nil),
        ] as [(String, String?, String?)])
    func hooks(_ title: String, _ hook: String?, _ step: String?) {
        #expect(HookTitle.parse(title)?.hook == hook)
        #expect(HookTitle.parse(title)?.step == step)
    }
}
