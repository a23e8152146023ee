import CPosix
import Glibc
import Observing
package import Plans
import Runs

extension Performer {
    /// Puts the package in place.
    /// - Parameter tell: takes a line for everything that is done or left.
    /// - Returns: the outcome in one line.
    package func perform(
        _ approved: Approved<InstallPlan>, tell: (String) -> Void = { _ in }
    ) throws(ActingError) -> String {
        let plan = approved.plan
        if root.isWholeMachine, geteuid() != 0 {
            throw .notPermitted("only root may install here; 'sudo atvm-tui install' does")
        }
        return try audited(plan, action: "install", build: nil) { () throws(ActingError) in
            var changed = 0
            for part in plan.parts {
                try put(part)
                if part.action.changes { changed += 1 }
                tell("\(part.item.path): \(part.action.words)")
            }
            switch plan.old?.fate {
            case .moved(let name):
                let path = plan.old?.path ?? ""
                guard rename(root.path(path), root.path(name)) == 0 else { throw AtomicFile.problem(path) }
                tell("\(path): moved to \(name)")
            case .kept(let reason): tell("\(plan.old?.path ?? ""): kept: \(reason)")
            case nil: break
            }
            if plan.reloads { try reload() }
            return plan.isInPlace
                ? "already in place: \(plan.parts.count) parts"
                : "installed: \(changed) parts written, \(plan.parts.count - changed) already in place"
        }
    }

    private func put(_ part: InstallPlan.Step) throws(ActingError) {
        let item = part.item
        let path = root.path(item.path)
        switch part.action {
        case .inPlace, .keep: return
        case .setMode:
            guard chmod(path, mode_t(item.mode)) == 0 else { throw AtomicFile.problem(path) }
            return
        case .replaceKeeping(let name):
            // A second name first, so that the file never stands nowhere.
            guard link(path, root.path(name)) == 0 else { throw AtomicFile.problem(root.path(name)) }
        case .write, .replace: break
        }
        switch item.content {
        case .folder: try AtomicFile.makeFolder(path)
        case .bytes(let bytes): try AtomicFile.write(bytes, to: path, mode: item.mode)
        case .program:
            let bytes = try InstallProbe.ownProgram()
            guard Digest(of: bytes) == item.digest else { throw .refused("this program is not the one that was shown") }
            try AtomicFile.write(bytes, to: path, mode: item.mode)
        case .link(let target): try AtomicFile.link(to: target, at: path)
        }
    }

    private func reload() throws(ActingError) {
        let run = try ToolRun(InstallPlan.reload)
        guard run.status == 0 else {
            let why = run.status == nil ? "no answer within 10 s" : SafeText.firstLine(of: run.output)
            throw .unavailable("the files are in place, but systemd did not read its units again: \(why)")
        }
    }
}
