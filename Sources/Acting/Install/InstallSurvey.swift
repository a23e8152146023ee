import Formats
import Glibc
package import Observing
package import Plans
import Runs

/// Looks at a controller and makes the plan of an installation from what it finds.
package struct InstallSurvey {
    private let root: Root
    private let files: [PackageFile]

    package init(_ root: Root, _ files: [PackageFile]) { (self.root, self.files) = (root, files) }

    /// An installation at the place that was usual once, and why it must stay for now.
    package var oldPackage: OldInstallation? { OldInstallation(root) }

    /// - Parameter replacingOld: whether an old installation may be moved away, where nothing of it runs.
    /// - Throws: what an operator must see to first.
    package func plan(replacingOld: Bool) throws(ActingError) -> InstallPlan {
        let installed = InstalledFiles(root)
        var parts: [InstallPlan.Step] = []
        var items = try self.items()
        let record = InstalledFiles.record(of: items, shipped: Set(files.map { Digest(of: $0.bytes) }))
        items.append(
            InstallItem(root.shown(root.installed), .bytes(Array(record.utf8)), mode: 0o644, owner: .program))
        for item in items {
            let path = root.path(item.path)
            do throws(InstallProblem) {
                let action = try InstallRules.action(
                    for: item, finding: InstallProbe.found(path), installed: installed.digest(of: item.path),
                    backup: root.shown(InstallProbe.freeName(beside: path, ending: ".bak")))
                parts.append(InstallPlan.Step(item, action))
            } catch {
                throw .refused("\(error)")
            }
        }
        return InstallPlan(
            folder: root.shown(root.package), parts: parts, old: oldPackage?.fate(replacingOld: replacingOld),
            reloads: BuildActivity.hasSystemd(root))
    }

    /// Everything that belongs in place, folders first and what uses a file after it.
    private func items() throws(ActingError) -> [InstallItem] {
        func shown(_ path: String) -> String { root.shown(path) }
        var items = [root.package, root.stateFolder, root.auditFolder, root.units, root.wantedUnits].map {
            InstallItem(shown($0), .folder, mode: 0o755, owner: .program)
        }
        items.append(
            InstallItem(
                shown(root.program), .program, mode: 0o755, owner: .program,
                digest: Digest(of: try InstallProbe.ownProgram())))
        for file in files {
            switch file.place {
            case .package:
                let path = "\(shown(root.package))/\(file.name)"
                items.append(InstallItem(path, .bytes(content(of: file)), mode: file.mode, owner: file.owner))
            case .unit, .unitAtBoot:
                let path = "\(shown(root.units))/\(file.name)"
                items.append(InstallItem(path, .bytes(withPaths(file.bytes)), mode: file.mode, owner: file.owner))
                if case .unitAtBoot = file.place {
                    items.append(
                        InstallItem(
                            "\(shown(root.wantedUnits))/\(file.name)", .link(to: path), mode: 0, owner: .package))
                }
            case .environment:
                items.append(
                    InstallItem(shown(root.environment), .bytes(file.bytes), mode: file.mode, owner: file.owner))
            }
        }
        let command = shown(root.commandLink)
        items.append(InstallItem(command, .link(to: shown(root.program)), mode: 0, owner: .package))
        return items
    }

    /// What the operators have written into a file of an old installation goes along, where there is none yet.
    private func content(of file: PackageFile) -> [UInt8] {
        guard file.owner == .operators, FileSignature(linkAt: "\(root.package)/\(file.name)") == nil,
            let theirs = try? SafeFile.read("\(root.oldPackage)/\(file.name)", limit: 16 * 1024 * 1024)
        else { return file.bytes }
        return theirs
    }

    /// The units name the paths of the standard layout; a controller may have others.
    private func withPaths(_ bytes: [UInt8]) -> [UInt8] {
        let standard = Root("/")
        let text = String(decoding: bytes, as: UTF8.self)
            .replacing(standard.layout.package, with: root.layout.package)
            .replacing(standard.layout.state, with: root.layout.state)
        return Array(text.utf8)
    }
}
