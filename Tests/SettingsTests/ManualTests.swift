import ArgumentParser
import Screen
import TestKit
import Testing
import Viewing

@testable import atvm_tui

/// The man page is made from the program itself; nothing of it may be left out.
@Suite struct ManualTests {
    @Test func everyCommandAndOptionIsThere() throws {
        let page = Manual.text()
        let tree = try #require(CommandTree(json: Main._dumpHelp()))
        #expect(tree.commands.count >= 15)
        func check(_ command: CommandTree) {
            let heading = (["atvm-tui"] + command.path).joined(separator: " ")
            #expect(page.contains(".SS \"\(Roff.escaped(heading, isFirst: false))\"\n"), "\(heading)")
            #expect(!command.abstract.isEmpty, "\(heading) does not say what it does")
            for option in command.options {
                for name in option.names { #expect(page.contains("\\fB\(Roff.escaped(name))\\fR"), "\(name)") }
                #expect(!option.text.isEmpty, "\(heading) \(option.names) does not say what it is")
            }
            command.commands.forEach(check)
        }
        tree.commands.forEach(check)
        // What is hidden from --help is no operator's business.
        #expect(!page.contains("runner ended"))
    }

    @Test func allSectionsAreThereInTheirOrder() {
        let titles = Manual.text().split(separator: "\n").filter { $0.hasPrefix(".SH ") }.map {
            $0.dropFirst(5).dropLast()
        }
        #expect(
            titles == [
                "NAME", "SYNOPSIS", "DESCRIPTION", "COMMON OPTIONS", "COMMANDS", "FILES", "ENVIRONMENT", "EXIT STATUS",
                "KEYS", "SEE ALSO",
            ])
    }

    @Test func everyKeyAndSettingIsThere() {
        let page = Manual.text()
        for section in BrowserKeymap.helpSections() {
            for row in section.rows { #expect(page.contains("\\fB\(Roff.escaped(row.keys, isFirst: false))\\fR\n")) }
        }
        for key in SettingKey.all where key.kind != .table {
            #expect(page.contains("\\fB\(key.environmentName)\\fR\n"))
        }
    }

    /// No line of text is a request, and every line that is one is known.
    @Test func everyRequestIsKnown() {
        let known = [".TH", ".SH", ".SS", ".PP", ".TP", ".RS", ".RE", ".nf", ".fi", ".nh", ".ad"]
        for line in Manual.text().split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
            #expect(known.contains(String(line.prefix(3))), "\(line)")
        }
        #expect(Manual.text().utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) })
    }

    @Test(arguments: [
        ("a-b", "a\\-b"), (".a", "\\&.a"), ("'a", "\\(aqa"), ("a\\b", "a\\eb"), ("a`b^c~d", "a\\(gab\\(hac\\(tid"),
        ("✔", "\\[u2714]"), ("é", "\\[u00E9]"), ("a\nb\tc", "a b c"), ("\u{1B}x", "x"), ("", ""),
    ])
    func escapes(_ text: String, _ roff: String) {
        #expect(Roff.escaped(text) == roff)
    }

    @Test(arguments: Completions.Shell.allCases)
    func everyShellHasItsScript(_ shell: Completions.Shell) {
        let text = Completions.text(for: shell)
        #expect(text.hasSuffix("\n"))
        for command in Main.configuration.subcommands where command.configuration.shouldDisplay {
            let name = command.configuration.commandName ?? ""
            #expect(text.contains(name), "\(name)")
        }
        #expect(Completions.path(for: shell).hasPrefix("/usr/share/"))
    }
}
