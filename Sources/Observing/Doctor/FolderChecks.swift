import Formats
import Glibc
import Runs

/// The folders and files that runs need, and those that this program writes.
package enum FolderChecks {
    package static let group = DoctorGroup("folders") { context in
        let root = context.root
        var findings = [
            folder("automation root", root.automation, context, mend: context.own("config")),
            script("template script", root.automation + "/cmc-templates.py", context),
            script("runner script", root.automation + "/run-sorry-cypress.py", context),
            folder("reporter folder", root.reporter, context, mend: ShellWords.join(["mkdir", "-p", root.reporter])),
            folder("package root", root.package, context, mend: context.own("install")),
        ]
        findings += [
            inventory(context), written("state root", root.stateFolder, context), audit(context), oldInstall(context),
        ]
        return findings
    }

    // MARK: What runs need

    private static func folder(_ subject: String, _ path: String, _ context: DoctorContext, mend: String) -> Finding {
        let shown = context.root.shown(path)
        switch PathLook(path) {
        case .folder:
            guard PathLook.allows(path, R_OK | X_OK) else { return context.hidden(subject, path) }
            return Finding(subject, .ok, shown)
        case .missing:
            return Finding(subject, .missing, "\(shown) is not there", mend: mend)
        case .hidden: return context.hidden(subject, path)
        case .failed(let why): return Finding(subject, .wrong, "\(shown): \(why)")
        case .file, .link, .other:
            return Finding(subject, .wrong, "\(shown) is no folder", mend: ShellWords.join(["ls", "-ld", path]))
        }
    }

    private static func script(_ subject: String, _ path: String, _ context: DoctorContext) -> Finding {
        let shown = context.root.shown(path)
        switch PathLook(path) {
        case .file:
            guard PathLook.allows(path, R_OK) else { return context.hidden(subject, path) }
            return Finding(subject, .ok, shown)
        case .missing:
            return Finding(
                subject, .missing, "\(shown) is not there; it comes with the automation",
                mend: ShellWords.join(["ls", "-la", context.root.automation]))
        case .hidden: return context.hidden(subject, path)
        case .failed(let why): return Finding(subject, .wrong, "\(shown): \(why)")
        case .folder, .link, .other:
            return Finding(subject, .wrong, "\(shown) is no plain file", mend: ShellWords.join(["ls", "-ld", path]))
        }
    }

    private static func inventory(_ context: DoctorContext) -> Finding {
        let (subject, path) = ("inventory", context.root.inventory)
        let shown = context.root.shown(path)
        do throws(SafeFileError) {
            let read = Inventory(markdown: try SafeFile.read(path, limit: 4 * 1024 * 1024))
            guard read.count > 0 else {
                let text = "\(shown) has no table with a host column and a Kernel column; kernels are unknown"
                return Finding(subject, .warning, text)
            }
            return Finding(subject, .ok, "\(shown), \(read.count) hosts")
        } catch {
            if case .failed(_, EACCES) = error { return context.hidden(subject, path) }
            guard error.isMissing else { return Finding(subject, .wrong, context.root.shown("\(error)")) }
            return Finding(
                subject, .warning, "\(shown) is not there; kernels are unknown", mend: context.own("install"))
        }
    }

    // MARK: What this program writes

    private static func written(_ subject: String, _ path: String, _ context: DoctorContext) -> Finding {
        let shown = context.root.shown(path)
        let make = ShellWords.join(["install", "-d", "-m", "0755", path])
        switch PathLook(path, follows: false) {
        case .folder(let found):
            if found.mode & 0o022 != 0 {
                let text = "\(shown) can be written by others (mode \(octal(found.mode)))"
                return Finding(subject, .wrong, text, mend: ShellWords.join(["chmod", "go-w", path]))
            }
            if context.user == 0, found.owner != 0 {
                let text = "\(shown) belongs to user \(found.owner)"
                return Finding(subject, .wrong, text, mend: ShellWords.join(["chown", "root:", path]))
            }
            guard PathLook.allows(path, W_OK) else { return notWritable(subject, path, context) }
            return Finding(subject, .ok, "\(shown), mode \(octal(found.mode))")
        case .missing: return Finding(subject, .missing, "\(shown) is not there; the first start makes it", mend: make)
        case .hidden: return context.hidden(subject, path)
        case .failed(let why): return Finding(subject, .wrong, "\(shown): \(why)")
        case .file, .link, .other:
            let look = ShellWords.join(["ls", "-ld", path])
            return Finding(subject, .wrong, "\(shown) is no folder of its own", mend: look)
        }
    }

    private static func notWritable(_ subject: String, _ path: String, _ context: DoctorContext) -> Finding {
        let shown = context.root.shown(path)
        guard context.user == 0 else {
            return Finding(
                subject, .hidden, "\(shown) is for root to write; user \(context.user) can only look",
                mend: "sudo " + context.own("doctor"))
        }
        return Finding(
            subject, .wrong, "\(shown) cannot be written: the file system is read-only",
            mend: ShellWords.join(["findmnt", "--target", path]))
    }

    private static func audit(_ context: DoctorContext) -> Finding {
        let (subject, path) = ("audit trail", context.root.audit)
        let shown = context.root.shown(path)
        switch PathLook(path, follows: false) {
        case .missing:
            let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
            let found = written(subject, folder, context)
            guard found.standing == .missing || found.standing == .ok else { return found }
            return Finding(subject, .ok, "\(shown) is not there yet; the first action begins it")
        case .hidden: return context.hidden(subject, path)
        case .failed(let why): return Finding(subject, .wrong, "\(shown): \(why); nothing is done without its line")
        case .file(let found):
            if found.links > 1 {
                let text = "\(shown) has \(found.links) names; nothing is done without its line"
                return Finding(subject, .wrong, text, mend: ShellWords.join(["ls", "-l", path]))
            }
            guard found.owner == context.user else {
                if context.user != 0 { return notWritable(subject, path, context) }
                let text = "\(shown) belongs to user \(found.owner); nothing is done without its line"
                return Finding(subject, .wrong, text, mend: ShellWords.join(["chown", "root:", path]))
            }
            guard PathLook.allows(path, W_OK) else { return notWritable(subject, path, context) }
            if found.mode & 0o077 != 0 {
                let text = "\(shown) can be read by others (mode \(octal(found.mode)))"
                return Finding(subject, .warning, text, mend: ShellWords.join(["chmod", "0600", path]))
            }
            return Finding(subject, .ok, "\(shown), mode \(octal(found.mode))")
        case .folder, .link, .other:
            return Finding(
                subject, .wrong, "\(shown) is no plain file; nothing is done without its line",
                mend: ShellWords.join(["ls", "-ld", path]))
        }
    }

    private static func oldInstall(_ context: DoctorContext) -> Finding {
        let (subject, path) = ("old install", context.root.path("/root/atvm-watcher-service"))
        switch PathLook(path, follows: false) {
        case .missing: return Finding(subject, .ok, "none in \(context.root.shown(path))")
        case .hidden: return context.hidden(subject, path)
        default:
            return Finding(
                subject, .warning, "\(context.root.shown(path)) is left over and not used any more",
                mend: context.own("install"))
        }
    }

    static func octal(_ mode: UInt32) -> String {
        let digits = String(mode & 0o7777, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
