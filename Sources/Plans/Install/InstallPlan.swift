import Runs

/// Putting the package's files in place on a controller. It carries what it writes: what was shown is what is written.
package struct InstallPlan: Plan {
    package struct Step: Equatable, Sendable {
        package let item: InstallItem
        package let action: InstallAction

        package init(_ item: InstallItem, _ action: InstallAction) { (self.item, self.action) = (item, action) }
    }

    /// An installation at the place that was usual once.
    package struct OldPackage: Equatable, Sendable {
        package enum Fate: Equatable, Sendable {
            /// Renamed to this, so that nothing of it is used any more and nothing of it is lost.
            case moved(to: String)
            /// Left as it is, for this reason.
            case kept(String)
        }

        package let path: String
        package let fate: Fate

        package init(_ path: String, _ fate: Fate) { (self.path, self.fate) = (path, fate) }
    }

    /// The package root, as operators know it.
    package let folder: String
    /// In the order in which they are done.
    package let parts: [Step]
    package let old: OldPackage?
    /// Whether systemd must read its units again.
    package let reloads: Bool

    package init(folder: String, parts: [Step], old: OldPackage?, reloads: Bool) {
        (self.folder, self.parts, self.old, self.reloads) = (folder, parts, old, reloads)
    }

    package static let reload = ["systemctl", "daemon-reload"]

    /// Whether there is nothing to write.
    package var isInPlace: Bool {
        if case .moved = old?.fate { return false }
        return !parts.contains { $0.action.changes }
    }

    package var title: String { "install atvm-tui in \(folder)" }

    package var steps: [String] {
        let write = "write the files below, each in one step: old or new, never half"
        var steps = [isInPlace ? "write nothing: everything is in place" : write]
        switch old?.fate {
        case .moved(let name): steps.append("move the old installation \(old?.path ?? "") to \(name)")
        case .kept(let reason): steps.append("leave the old installation \(old?.path ?? "") as it is: \(reason)")
        case nil: break
        }
        if reloads { steps.append("let systemd read its units again") }
        return steps
    }

    package var commands: [PlannedCommand] { reloads ? [PlannedCommand(ShellWords.join(Self.reload))] : [] }

    package var files: [String] { parts.map(Self.line) }

    private static func line(_ part: Step) -> String {
        let item = part.item
        var words: [String] = []
        switch item.content {
        case .folder: words.append("folder, mode \(octal(item.mode))")
        case .link(let target): words.append("link to \(target)")
        case .bytes, .program: words.append("mode \(octal(item.mode))")
        }
        if let digest = item.digest { words.append("sha256 \(digest.text)") }
        return "\(item.path)  (\(part.action.words); \(words.joined(separator: ", ")))"
    }

    private static func octal(_ mode: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    package var consent: Consent { .yesOrNo }

    package var digestText: String {
        ([title] + steps + commands.map(\.line) + files).joined(separator: "\n")
    }
}
