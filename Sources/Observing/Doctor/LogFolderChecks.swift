import Glibc
import Runs

/// The folder of the run logs, which everybody may write to.
package enum LogFolderChecks {
    package static let group = DoctorGroup("log folder") { context in
        [folder(context)] + planted(context) + kernel(context)
    }

    private static func folder(_ context: DoctorContext) -> Finding {
        let (subject, path) = ("log folder", context.root.logFolder)
        let shown = context.root.shown(path)
        switch PathLook(path) {
        case .folder(let found):
            let mode = FolderChecks.octal(found.mode)
            if found.mode & 0o002 != 0, found.mode & 0o1000 == 0 {
                let text = "\(shown) has no sticky bit (mode \(mode)): anybody can replace a run's log"
                return Finding(subject, .wrong, text, mend: ShellWords.join(["chmod", "1777", path]))
            }
            guard PathLook.allows(path, R_OK | X_OK) else { return context.hidden(subject, path) }
            guard PathLook.allows(path, W_OK) else {
                return Finding(
                    subject, .wrong, "\(shown) cannot be written: runs have no log",
                    mend: ShellWords.join(["findmnt", "--target", path]))
            }
            return Finding(subject, .ok, "\(shown), mode \(mode)")
        case .missing:
            let make = ShellWords.join(["install", "-d", "-m", "1777", path])
            return Finding(subject, .missing, "\(shown) is not there: runs have no log", mend: make)
        case .hidden: return context.hidden(subject, path)
        case .failed(let why): return Finding(subject, .wrong, "\(shown): \(why)")
        case .file, .link, .other:
            return Finding(subject, .wrong, "\(shown) is no folder", mend: ShellWords.join(["ls", "-ld", path]))
        }
    }

    // MARK: Planted files

    /// Whatever stands in place of a log and is none: a start of that name would be refused.
    private static func planted(_ context: DoctorContext) -> [Finding] {
        var bad: [(path: String, why: String)] = []
        try? FolderList.forEachEntry(of: context.root.logFolder) { entry in
            guard entry.name.hasSuffix(".log"), let found = entry.signature else { return }
            let name = String(entry.name.dropLast(entry.name.hasSuffix(".launch.log") ? 11 : 4))
            guard let build = try? BuildName(name) else { return }
            let path = context.root.logFolder + "/" + entry.name
            if let why = objection(found) {
                bad.append((path, why))
            } else if found.owner != 0, found.owner != context.user,
                FileSignature(linkAt: context.root.stateFolder(of: build)) != nil
            {
                // Others may have logs of their own here, but not under the name of a build.
                bad.append((path, "belongs to user \(found.owner)"))
            }
        }
        let subject = "logs"
        guard !bad.isEmpty else { return [Finding(subject, .ok, "nothing is planted at a log's name")] }
        let shown = bad.sorted { $0.path < $1.path }.prefix(5).map { item in
            Finding(
                subject, .warning,
                "\(context.root.shown(item.path)) \(item.why): no build of that name can be started",
                mend: ShellWords.join(["rm", "-i", item.path]))
        }
        let rest = bad.count - shown.count
        return shown + (rest > 0 ? [Finding(subject, .warning, "and \(rest) more such files")] : [])
    }

    private static func objection(_ found: FileSignature) -> String? {
        if found.isLink { return "is a symbolic link" }
        if found.isFolder { return "is a folder" }
        if !found.isRegular { return "is a FIFO, device or socket" }
        return found.links > 1 ? "has \(found.links) names (hard links)" : nil
    }

    // MARK: What the kernel guards

    private static let switches = [
        ("protected_symlinks", "follows links that others have planted"),
        ("protected_hardlinks", "lets others make second names of files that are not theirs"),
        ("protected_fifos", "opens FIFOs that others have planted"),
        ("protected_regular", "writes into files that others have planted"),
    ]

    private static func kernel(_ context: DoctorContext) -> [Finding] {
        guard let folder = context.kernel else {
            return [Finding("fs.protected_*", .unchecked, DoctorContext.underRoot)]
        }
        return switches.map { name, danger in
            let subject = "fs.\(name)"
            guard let value = KernelValue.read("\(folder)/fs/\(name)") else {
                return Finding(subject, .unchecked, "this kernel does not tell it")
            }
            if value > 0 { return Finding(subject, .ok, "\(value)") }
            return Finding(
                subject, .warning, "0: a program that is careless in the log folder \(danger)",
                mend: "sysctl -w fs.\(name)=1 | tee -a /etc/sysctl.d/60-atvm-tui.conf")
        }
    }
}

/// A number that the kernel tells in a file.
enum KernelValue {
    static func read(_ path: String) -> Int? {
        guard let bytes = try? SafeFile.readUnsized(path, limit: 64) else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self).trimmingBlanks())
    }
}
