import Testing

/// A few invented lines, where they would stand, and what the rules must say about them.
struct Snippet: CustomTestStringConvertible {
    var name: String
    var path: String
    var text: String
    var rules: [Complaint.Rule]

    init(_ name: String, _ path: String, _ text: String, _ rules: Complaint.Rule...) {
        (self.name, self.path, self.text, self.rules) = (name, path, text, rules)
    }

    var testDescription: String { name }
}

@Suite struct HouseRulesTests {
    @Test(arguments: [
        Snippet("nothing", "Sources/Runs/Facts/A.swift", "struct A {}\n"),

        // Folders.
        Snippet("no target", "Sources/Helpers/A.swift", "", .folder),
        Snippet("no folder of the plan", "Sources/Runs/Utils/A.swift", "", .folder),
        Snippet("beside the folders", "Sources/Observing/Root.swift", ""),
        Snippet("deeper in a folder", "Sources/Viewing/Build/Parts/A.swift", ""),
        Snippet("directly in Sources", "Sources/A.swift", "", .folder),
        Snippet("tests have no plan", "Tests/AnyTests/Deep/A.swift", ""),

        // Imports.
        Snippet("own core", "Sources/Formats/Text/A.swift", "package import Runs\n"),
        Snippet("system in a pure target", "Sources/Runs/Facts/A.swift", "import Glibc\n", .imports),
        Snippet("acting in the views", "Sources/Viewing/A.swift", "import Acting\n", .imports),
        Snippet("plans in the views", "Sources/Viewing/A.swift", "internal import Plans\n", .imports),
        Snippet("acting in the forms", "Sources/Operating/A.swift", "import Acting\n", .imports),
        Snippet("curses outside", "Sources/atvm-tui/Runtime/A.swift", "import CNcurses\n", .imports),
        Snippet("one declaration", "Sources/Runs/A.swift", "import func Glibc.getpid\n", .imports),
        Snippet("with an attribute", "Sources/Runs/A.swift", "@preconcurrency import Dispatch\n", .imports),
        Snippet("only in its folder", "Sources/Formats/Artifacts/A.swift", "import CExpat\n"),
        Snippet("not in another", "Sources/Formats/Cypress/A.swift", "import CExpat\n", .imports),
        Snippet("only in its file", "Sources/Plans/Digest.swift", "import Crypto\n"),
        Snippet("not beside it", "Sources/Plans/Secret.swift", "import Crypto\n", .imports),
        Snippet("settings read TOML", "Sources/atvm-tui/Settings/A.swift", "import TOMLKit\n"),
        Snippet("commands do not", "Sources/atvm-tui/Commands/A.swift", "import TOMLKit\n", .imports),
        Snippet("in a comment", "Sources/Runs/A.swift", "// import Glibc\n"),
        Snippet("in a text", "Sources/Runs/A.swift", "let a = \"\"\"\n    import Glibc\n    \"\"\"\n"),
        Snippet("Foundation", "Sources/atvm-tui/A.swift", "import Foundation\n", .foundation),
        Snippet("a part of it", "Sources/Acting/A.swift", "import FoundationEssentials\n", .foundation),
        Snippet("Foundation in tests", "Tests/RunsTests/A.swift", "import Foundation\n", .foundation),

        // Access.
        Snippet("public", "Sources/Runs/A.swift", "public struct A {}\n", .publicAccess),
        Snippet("public, further on", "Sources/Runs/A.swift", "  @frozen public enum A {}\n", .publicAccess),
        Snippet("the word in a comment", "Sources/Runs/A.swift", "/// A public place.\nstruct A {}\n"),
        Snippet("part of a word", "Sources/Runs/A.swift", "let republic = 1\n"),

        // Crashes.
        Snippet("try!", "Sources/Runs/A.swift", "let a = try! b()\n", .crash),
        Snippet("as!", "Sources/Runs/A.swift", "let a = b as! C\n", .crash),
        Snippet("fatalError", "Sources/Runs/A.swift", "default: fatalError(\"no\")\n", .crash),
        Snippet("in tests too", "Tests/RunsTests/A.swift", "let a = try! b()\n", .crash),
        Snippet("try?", "Sources/Runs/A.swift", "let a = try? b() as? C\n"),
        Snippet("in a text", "Sources/Runs/A.swift", "let a = \"try! to\" // as! you like\n"),
        Snippet("behind a text", "Sources/Runs/A.swift", "let a = \"\\\"\" + (try! b())\n", .crash),
        Snippet("behind a comment", "Sources/Runs/A.swift", "/* a /* b */ c */ let a = try! b()\n", .crash),
        Snippet("behind a long text", "Sources/Runs/A.swift", "let a = \"\"\"\n  \"b\n  \"\"\" + (try! c())\n", .crash),

        // What the compiler is told not to check.
        Snippet("unexplained", "Sources/Acting/A.swift", "final class A: @unchecked Sendable {}\n", .unchecked),
        Snippet("above", "Sources/Acting/A.swift", "// One thread.\nfinal class A: @unchecked Sendable {}\n"),
        Snippet("beside", "Sources/Acting/A.swift", "nonisolated(unsafe) var a = 1  // set once\n"),
        Snippet("two lines above", "Sources/Acting/A.swift", "// No.\n\nnonisolated(unsafe) var a = 1\n", .unchecked),

        // Length, paths, leftovers.
        Snippet("400 lines", "Sources/Runs/A.swift", String(repeating: "\n", count: 400)),
        Snippet("401 lines", "Sources/Runs/A.swift", String(repeating: "\n", count: 401), .length),
        Snippet("401 without an end", "Tests/A.swift", String(repeating: "\n", count: 400) + "let a = 1", .length),
        Snippet("somebody's home", "Sources/Runs/A.swift", "let a = \"/home/me/b\"\n", .machinePath),
        Snippet("in a comment too", "Sources/Runs/A.swift", "// see /work/main\n", .machinePath),
        Snippet("the contract's", "Sources/Observing/Root.swift", "let a = \"/root/atvm_prep\" + \"/tmp/b.log\"\n"),
        Snippet("the corpus's", "Tests/A.swift", "let a = \"/home/ci/atvm\"\n"),
        Snippet("to do", "Sources/Runs/A.swift", "// TODO: the rest\n", .unfinished),
        Snippet("a name like it", "Sources/Runs/A.swift", "let TODOs = 1\n"),
    ])
    func says(_ snippet: Snippet) {
        let complaints = HouseRules.complaints(about: SourceFile(path: snippet.path, text: snippet.text))
        #expect(complaints.map(\.rule) == snippet.rules)
    }

    @Test func namesFileAndLine() {
        let file = SourceFile(path: "Sources/Runs/A.swift", text: "struct A {}\nimport Glibc\n")
        #expect(
            HouseRules.complaints(about: file).map(\.description) == ["Sources/Runs/A.swift:2: may not import Glibc"])
    }
}
