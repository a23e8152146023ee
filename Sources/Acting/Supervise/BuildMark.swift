import CPosix
import Formats
import Glibc
import Observing
import Runs

/// The mark in the environment of everything that is started for a build, which its children inherit wherever they go.
/// By it they are found when the process that should have ended them has been killed.
enum BuildMark {
    static let variable = "ATVM_BUILD_STATE"

    /// An environment with the mark of a build.
    static func added(to environment: [String], _ build: BuildName, _ root: Root) -> [String] {
        [entry(build, root)] + environment
    }

    /// The state folder names a build of one controller, and nothing else on the machine.
    private static func entry(_ build: BuildName, _ root: Root) -> String {
        variable + "=" + root.stateFolder(of: build)
    }

    /// What was started for a build and still runs: what bears its mark, whatever shares a session with that, and
    /// whatever hangs below. This very process is never among them.
    static func processes(of build: BuildName, _ root: Root) -> [ProcessIdentity] {
        let wanted = Array(entry(build, root).utf8)
        let all = ProcessScan.all().filter { !$0.hasEnded }
        var found = Set(all.filter { bears(wanted, $0.process.pid) }.map(\.process.pid))
        guard !found.isEmpty else { return [] }
        // A number is not given away while a session still bears it: the others in it belong to the same run.
        let sessions = Set(all.filter { found.contains($0.process.pid) }.map(\.session))
            .subtracting(all.filter { $0.process.pid == Int(getpid()) }.map(\.session))
        found.formUnion(all.filter { sessions.contains($0.session) }.map(\.process.pid))
        found.formUnion(ProcessScan.below(found, all).map(\.pid))
        return all.map(\.process).filter { found.contains($0.pid) && $0.pid != Int(getpid()) }
    }

    private static func bears(_ wanted: [UInt8], _ pid: Int) -> Bool {
        guard let bytes = try? SafeFile.readUnsized("/proc/\(pid)/environ", limit: 64 * 1024),
            // As a rule nothing of it is there: the C library looks much faster than we could.
            cp_find(bytes, bytes.count, wanted, wanted.count) >= 0
        else { return false }
        return bytes.split(separator: 0).contains { $0.elementsEqual(wanted) }
    }

    /// Ends all of them for good.
    /// - Returns: those that are left: what a debugger or a broken disk holds cannot be ended.
    static func end(_ build: BuildName, _ root: Root) -> [ProcessIdentity] {
        ProcessTree.end { processes(of: build, root) }
    }
}
