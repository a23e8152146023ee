import Acting
import ArgumentParser
import Glibc
import Observing
import Operating
import Plans

extension ActingSetting {
    /// What plans of this controller are made from. Who acts is looked up aside, because that may take a while and plans are
    /// made between two keys; whoever acts looks again.
    /// - Parameter fate: what becomes of files that operators write here, where they do not stay.
    /// - Throws: exit 78 after one clear line, where the configuration's lists of LUNs or clients are none.
    func desk(fate: String? = nil) throws -> OperatorDesk {
        let planner = Performer(settings: settings.observatory, supervisor: supervisor, person: Person(login: ""))
        let name = LateName()
        do throws(SettingsProblem) {
            return OperatorDesk(
                places: { planner.places(of: $0) }, cancelPlan: { planner.cancelPlan($0, .whole) },
                launchRules: settings.launchRules, luns: try settings.luns, pairing: try settings.pairing,
                writing: writing(fate), person: { name.known })
        } catch {
            StandardStreams.complain("atvm-tui: \(error)")
            throw ExitCode(EX_CONFIG)
        }
    }

    /// Below a folder that stands for a controller nothing is written beside it (contract, section 2).
    private func writing(_ fate: String?) -> WritePath {
        let root = settings.observatory.root
        let folder = text(getcwd(nil, 0))
        let home = SettingsReader.variable("HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        if root.isWholeMachine { return WritePath(folder: folder ?? "/", home: home, fate: fate) }
        let base = text(realpath(root.prefix, nil)) ?? root.prefix
        let isInside = { (path: String) in path == base || path.hasPrefix(base + "/") }
        return WritePath(
            folder: folder.flatMap { isInside($0) ? $0 : nil } ?? base,
            home: home.flatMap { isInside($0) ? $0 : nil }, fate: fate)
    }

    /// What the C library has allocated.
    private func text(_ buffer: UnsafeMutablePointer<CChar>?) -> String? {
        guard let buffer else { return nil }
        defer { free(buffer) }
        return String(cString: buffer)
    }
}
