import Glibc
import Observing
import TestKit
import Testing

@testable import Acting

/// What is wrong with the environment file is said before a run starts, and never with its value (P9).
@Suite(.enabled(if: ControlLab.hasProgram, "the built program is not there")) struct EnvironmentFileTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        /// `nil` for no file, `folder` and `link` for what is none.
        var text: String?
        var mode: mode_t = 0o600
        /// What must be said; a start goes on after a warning only.
        var says: String?
        var goesOn = false

        var testDescription: String { name }
    }

    private static let good = "http://127.0.0.1:1/hooks/c4nary"
    private static let channel = "MATTERMOST_ATVM_CHANNEL=atvm\n"

    static let rows: [Row] = [
        Row(name: "missing", text: nil, says: "warning: there is no /etc/atvm-run-watcher.env", goesOn: true),
        Row(name: "empty", text: "", says: "missing or empty"),
        Row(name: "only blanks", text: " \n\n", says: "missing or empty"),
        Row(name: "empty value", text: "MATTERMOST_ATVM_WEBHOOK=\n" + channel, says: "missing or empty"),
        Row(name: "empty quotes", text: "MATTERMOST_ATVM_WEBHOOK=''\n" + channel, says: "missing or empty"),
        Row(name: "good", text: "MATTERMOST_ATVM_WEBHOOK=\(good)\n" + channel, goesOn: true),
        Row(name: "quoted", text: "MATTERMOST_ATVM_WEBHOOK=\"\(good)\"\n" + channel, goesOn: true),
        Row(name: "blank at the end", text: "MATTERMOST_ATVM_WEBHOOK=\(good) \t\n" + channel, goesOn: true),
        Row(name: "no line break at the end", text: channel + "MATTERMOST_ATVM_WEBHOOK=\(good)", goesOn: true),
        Row(name: "CR LF", text: "MATTERMOST_ATVM_WEBHOOK=\(good)\r\nMATTERMOST_ATVM_CHANNEL=atvm\r\n", goesOn: true),
        Row(
            name: "no channel", text: "MATTERMOST_ATVM_WEBHOOK=\(good)\n", says: "warning: MATTERMOST_ATVM_CHANNEL",
            goesOn: true),
        Row(
            name: "http", text: "MATTERMOST_ATVM_WEBHOOK=http://m.invalid/hooks/c4nary\n" + channel,
            says: "warning: MATTERMOST_ATVM_WEBHOOK is an http address", goesOn: true),
        Row(name: "no host", text: "MATTERMOST_ATVM_WEBHOOK=https:///hooks/c4nary\n", says: "names no host"),
        Row(name: "only a port", text: "MATTERMOST_ATVM_WEBHOOK=https://:443/hooks/c4nary\n", says: "names no host"),
        Row(name: "no address", text: "MATTERMOST_ATVM_WEBHOOK=c4nary\n", says: "no https address"),
        Row(name: "blank inside", text: "MATTERMOST_ATVM_WEBHOOK=https://m/hooks/c4nary x\n", says: "holds blanks"),
        Row(name: "others may read it", text: "MATTERMOST_ATVM_WEBHOOK=\(good)\n", mode: 0o644, says: "chmod 600"),
        Row(name: "its group may", text: "MATTERMOST_ATVM_WEBHOOK=\(good)\n", mode: 0o640, says: "chmod 600"),
        Row(name: "folder", text: "folder", says: "cannot be read"),
        Row(name: "link", text: "link", says: "cannot be read"),
    ]

    @Test(arguments: rows) func isCheckedBeforeAnythingStarts(_ row: Row) throws {
        let control = try ControlLab()
        let path = control.folder["etc/atvm-run-watcher.env"]
        switch row.text {
        case nil: break
        case "folder": mkdir(path, 0o700)
        case "link":
            control.folder.write("MATTERMOST_ATVM_WEBHOOK=\(Self.good)\n", to: "etc/other.env")
            symlink(control.folder["etc/other.env"], path)
        case let text?:
            control.folder.write(text, to: "etc/atvm-run-watcher.env")
            chmod(path, row.mode)
        }
        let run = try control.run(
            control.start("sleep \(control.mark)", template: "touch \(control.folder["touched"])"))
        #expect(run.status == (row.goesOn ? 0 : 78), "\(run.errors)")
        let text = run.output + run.errors
        if let says = row.says { #expect(text.contains(says), "\(text)") }
        if row.says == nil { #expect(!text.contains("warning"), "\(text)") }
        #expect(!text.contains("c4nary"))
        #expect((readText(control.folder["touched"]) != nil) == row.goesOn)
        #expect((FileSignature(linkAt: control.folder[control.state]) != nil) == row.goesOn)
        if row.goesOn { try control.cleanUp() }
        #expect(control.processes.isEmpty)
    }
}
