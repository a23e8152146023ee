import Plans
import Testing

@Suite struct InstallPlanTests {
    private static let ours = InstallItem("/p/file", .bytes([1]), mode: 0o644, owner: .package)
    private static let new = Digest(of: [1])
    private static let old = Digest(of: [2])
    private static let theirs = Digest(of: [3])

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var item = ours
        let found: InstallFound
        var installed: Digest?
        let wanted: InstallAction?

        init(
            _ name: String, _ owner: InstallItem.Owner = .package, _ content: InstallItem.Content = .bytes([1]),
            mode: UInt32 = 0o644, found: InstallFound, installed: Digest? = nil, wanted: InstallAction?
        ) {
            testDescription = name
            item = InstallItem("/p/file", content, mode: mode, owner: owner)
            (self.found, self.installed, self.wanted) = (found, installed, wanted)
        }
    }

    @Test(arguments: [
        Row("nothing there", found: .nothing, wanted: .write),
        Row("the same", found: .file(new, mode: 0o644), wanted: .inPlace),
        Row("the same with another mode", found: .file(new, mode: 0o600), wanted: .setMode),
        Row("our own older one", found: .file(old, mode: 0o644), installed: old, wanted: .replace),
        Row("edited", found: .file(theirs, mode: 0o644), installed: old, wanted: .replaceKeeping("/p/file.bak")),
        Row("of unknown origin", found: .file(theirs, mode: 0o644), wanted: .replaceKeeping("/p/file.bak")),
        Row("masked", found: .link(to: "/dev/null"), wanted: nil),
        Row("a link", found: .link(to: "/x"), wanted: .replaceKeeping("/p/file.bak")),
        Row("a folder in place of a file", found: .folder(mode: 0o755), wanted: nil),
        Row("something else", found: .other, wanted: nil),
        Row("program", .program, found: .file(theirs, mode: 0o755), wanted: .replace),
        Row("inventory, never changed", .operators, found: .file(old, mode: 0o644), installed: old, wanted: .replace),
        Row(
            "inventory, changed", .operators, found: .file(theirs, mode: 0o644), installed: old,
            wanted: .keep("it differs from the sample, so it is yours")),
        Row(
            "inventory, a link", .operators, found: .link(to: "/nfs/inventory"), wanted: .keep("it is a link of yours")),
        Row(
            "environment", .configuration, found: .file(theirs, mode: 0o644),
            wanted: .keep("it is yours; an installation never touches it")),
        Row(
            "environment in an odd place", .configuration, found: .link(to: "/x"),
            wanted: .keep("it is yours; an installation never touches it")),
        Row("environment, absent", .configuration, found: .nothing, wanted: .write),
        Row("folder", .program, .folder, mode: 0o755, found: .folder(mode: 0o750), wanted: .inPlace),
        Row("folder open to all", .program, .folder, mode: 0o755, found: .folder(mode: 0o777), wanted: .setMode),
        Row("folder moved elsewhere", .program, .folder, mode: 0o755, found: .link(to: "/disk"), wanted: .inPlace),
        Row("file in place of a folder", .program, .folder, mode: 0o755, found: .file(old, mode: 0o644), wanted: nil),
        Row("link", .package, .link(to: "/a"), found: .link(to: "/a"), wanted: .inPlace),
        Row("link elsewhere", .package, .link(to: "/a"), found: .link(to: "/b"), wanted: .replace),
        Row(
            "file in place of a link", .package, .link(to: "/a"), found: .file(old, mode: 0o755),
            wanted: .replaceKeeping("/p/file.bak")),
        Row("folder in place of a link", .package, .link(to: "/a"), found: .folder(mode: 0o755), wanted: nil),
    ])
    func decides(_ row: Row) {
        let action = try? InstallRules.action(
            for: row.item, finding: row.found, installed: row.installed, backup: "/p/file.bak")
        #expect(action == row.wanted)
    }

    @Test func tellsEveryFileWithItsDigest() {
        let plan = InstallPlan(
            folder: "/p", parts: [InstallPlan.Step(Self.ours, .write)],
            old: InstallPlan.OldPackage("/old", .moved(to: "/old.replaced")), reloads: true)
        #expect(plan.text.contains("/p/file  (written; mode 0644, sha256 \(Self.new))"))
        #expect(plan.text.contains("move the old installation /old to /old.replaced"))
        #expect(plan.commands.map(\.line) == ["systemctl daemon-reload"])
        let other = InstallPlan(folder: "/p", parts: [InstallPlan.Step(Self.ours, .inPlace)], old: nil, reloads: true)
        #expect(other.isInPlace && !plan.isInPlace && other.digest != plan.digest)
    }
}
