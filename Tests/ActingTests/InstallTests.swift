import Acting
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

/// Installing into a temporary root, with real files.
@Suite struct InstallTests {
    private let folder: TemporaryRoot
    private let root: Root
    private static let files = [
        PackageFile("start.sh", Array("#!/bin/sh\n".utf8), mode: 0o755, .package, .package),
        PackageFile("vm-inventory.md", Array("sample\n".utf8), mode: 0o644, .package, .operators),
        PackageFile(
            "a.service", Array("ExecStart=/opt/atvm-watcher-service/atvm-tui\n".utf8), mode: 0o644, .unitAtBoot,
            .package),
        PackageFile("e.env", Array("# nothing\n".utf8), mode: 0o600, .environment, .configuration),
    ]

    init() throws {
        folder = try TemporaryRoot()
        root = Root(folder.path)
    }

    @discardableResult
    private func install(replacingOld: Bool = false, in root: Root? = nil) throws -> String {
        let root = root ?? self.root
        let plan = try InstallSurvey(root, Self.files).plan(replacingOld: replacingOld)
        let performer = Performer(
            settings: ObservatorySettings(root: root), supervisor: RecordingSupervisor(), person: Person(login: "t"))
        return try performer.perform(try #require(plan.approve(.yes)))
    }

    private func text(_ path: String) -> String? { readText(folder[path]) }

    @Test func putsEverythingInPlaceOnce() throws {
        #expect(try install().hasPrefix("installed: "))
        #expect(mode(root.program) == 0o755 && mode(root.environment) == 0o600 && mode(root.stateFolder) == 0o755)
        #expect(mode("\(root.package)/start.sh") == 0o755 && mode(root.audit) == 0o600)
        var buffer = [CChar](repeating: 0, count: 256)
        readlink(root.commandLink, &buffer, buffer.count)
        #expect(
            String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                == "/opt/atvm-watcher-service/atvm-tui")
        let before = folder.picture().filter { !$0.key.hasSuffix("audit.jsonl") }
        #expect(try install().hasPrefix("already in place"))
        #expect(folder.picture().filter { !$0.key.hasSuffix("audit.jsonl") } == before)
        let moments = (text("var/log/atvm-tui/audit.jsonl") ?? "").split(separator: "\n")
        #expect(moments.count == 4 && moments.allSatisfy { $0.contains("\"action\":\"install\"") })
    }

    @Test func keepsWhatOperatorsHaveChanged() throws {
        folder.write("MATTERMOST_ATVM_WEBHOOK=x\n", to: "etc/atvm-run-watcher.env")
        try install()
        #expect(text("etc/atvm-run-watcher.env") == "MATTERMOST_ATVM_WEBHOOK=x\n")
        folder.write("theirs\n", to: "opt/atvm-watcher-service/vm-inventory.md")
        for number in 1...2 {
            folder.write("edited \(number)\n", to: "etc/systemd/system/a.service")
            try install()
        }
        #expect(text("opt/atvm-watcher-service/vm-inventory.md") == "theirs\n")
        #expect(text("etc/systemd/system/a.service.bak") == "edited 1\n")
        #expect(text("etc/systemd/system/a.service.bak2") == "edited 2\n")
        #expect(text("etc/systemd/system/a.service")?.hasPrefix("ExecStart=/opt") == true)
    }

    @Test func replacesAnOldInstallationOnlyWhenAsked() throws {
        folder.write("from the old place\n", to: "root/atvm-watcher-service/vm-inventory.md")
        try install()
        #expect(text("root/atvm-watcher-service/vm-inventory.md") != nil)
        #expect(text("opt/atvm-watcher-service/vm-inventory.md") == "from the old place\n")
        try install(replacingOld: true)
        #expect(text("root/atvm-watcher-service/vm-inventory.md") == nil)
        #expect(text("root/atvm-watcher-service.replaced/vm-inventory.md") == "from the old place\n")
        try install()
        #expect(text("opt/atvm-watcher-service/vm-inventory.md") == "from the old place\n")
    }

    @Test func neverReplacesAnOldInstallationInUse() throws {
        let script = folder.write("sleep 600\n", to: "root/atvm-watcher-service/watch.sh")
        let process = try PseudoTerminal(["/bin/sh", script], environment: [:])
        defer { withExtendedLifetime(process) {} }
        #expect(eventually { InstallSurvey(root, Self.files).oldPackage?.objection != nil })
        try install(replacingOld: true)
        #expect(text("root/atvm-watcher-service/watch.sh") != nil)
    }

    @Test func writesTheConfiguredPathsIntoTheUnits() throws {
        var layout = Root.Layout()
        layout.package = "/srv/atvm"
        try install(in: Root(folder.path, layout: layout))
        #expect(text("etc/systemd/system/a.service") == "ExecStart=/srv/atvm/atvm-tui\n")
    }

    @Test func refusesWhatStandsInTheWay() throws {
        folder.makeFolder("usr/local/bin/atvm-tui")
        #expect(throws: ActingError.self) { try install() }
        #expect(text("opt/atvm-watcher-service/start.sh") == nil)
    }
}
