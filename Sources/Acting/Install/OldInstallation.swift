import Observing
import Plans

/// An installation at the place that was usual once.
package struct OldInstallation: Sendable {
    /// As operators know it.
    package let path: String
    /// Why it must stay for now; `nil` when nothing of it runs.
    package let objection: String?
    private let newPath: String

    /// `nil` where there is none.
    init?(_ root: Root) {
        guard let there = FileSignature(linkAt: root.oldPackage), there.isFolder else { return nil }
        path = root.shown(root.oldPackage)
        newPath = root.shown(InstallProbe.freeName(beside: root.oldPackage, ending: ".replaced"))
        let users = ProcessTable.using(root.oldPackage)
        objection =
            if let first = users.first {
                "process \(first) uses it; install again once nothing of it runs"
            } else if BuildActivity.hasSystemd(root), UnitName.anyIsPopulated {
                "a build is active; install again with --replace-old once it has ended"
            } else {
                nil
            }
    }

    func fate(replacingOld: Bool) -> InstallPlan.OldPackage {
        if let objection { return InstallPlan.OldPackage(path, .kept(objection)) }
        return InstallPlan.OldPackage(
            path, replacingOld ? .moved(to: newPath) : .kept("'atvm-tui install --replace-old' moves it away"))
    }
}
