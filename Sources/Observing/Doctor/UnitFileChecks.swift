import Glibc
import Runs

/// The files of systemd's units: what stands on disk below the root.
package enum UnitFileChecks {
    package static let group = DoctorGroup("units") { context in
        context.units.flatMap { [file($0, context)] + dropIns($0, context) }
    }

    private static func file(_ unit: UnitExpectation, _ context: DoctorContext) -> Finding {
        let path = "\(context.root.units)/\(unit.name)"
        let shown = context.root.shown(path)
        let install = context.own("install")
        switch PathLook(path, follows: false) {
        case .missing: return Finding(unit.name, .missing, "\(shown) is not there", mend: install)
        case .hidden: return context.hidden(unit.name, path)
        case .failed(let why): return Finding(unit.name, .wrong, "\(shown): \(why)")
        case .link:
            guard isMasked(path) else {
                let text = "\(shown) is a symbolic link; the unit must be a file of its own"
                return Finding(unit.name, .wrong, text, mend: "\(ShellWords.join(["rm", path])) && \(install)")
            }
            return Finding(unit.name, .wrong, "\(shown) is masked", mend: unmask(unit, path, context))
        case .folder, .other:
            return Finding(unit.name, .wrong, "\(shown) is no plain file", mend: ShellWords.join(["ls", "-ld", path]))
        case .file(let found):
            if found.size == 0 {
                return Finding(unit.name, .wrong, "\(shown) is empty, which masks the unit", mend: install)
            }
            if context.root.isWholeMachine, found.mode & 0o022 != 0 || found.owner != 0 {
                let mend = "\(ShellWords.join(["chown", "root:", path])) && \(ShellWords.join(["chmod", "0644", path]))"
                return Finding(unit.name, .wrong, "\(shown) can be written by others than root", mend: mend)
            }
            return content(unit, path, context)
        }
    }

    private static func content(_ unit: UnitExpectation, _ path: String, _ context: DoctorContext) -> Finding {
        let shown = context.root.shown(path)
        let text: String
        do throws(SafeFileError) {
            text = String(decoding: try SafeFile.read(path, limit: 256 * 1024), as: UTF8.self)
        } catch {
            if case .failed(_, EACCES) = error { return context.hidden(unit.name, path) }
            return Finding(unit.name, .wrong, context.root.shown("\(error)"), mend: context.own("install"))
        }
        guard let program = program(of: text) else {
            let what = "\(shown) has no ExecStart= with an absolute program"
            return Finding(unit.name, .wrong, what, mend: context.own("install"))
        }
        let place = context.root.path(program)
        guard case .file = PathLook(place), PathLook.allows(place, X_OK) else {
            let what = "\(shown) executes \(program), which is no program here"
            return Finding(unit.name, .wrong, what, mend: context.own("install"))
        }
        if let wanted = unit.text, wanted != text {
            return Finding(
                unit.name, .warning, "\(shown) is not what this version ships: it was edited or is older",
                mend: context.own("install"))
        }
        if unit.startsAtBoot, FileSignature(linkAt: "\(context.root.wantedUnits)/\(unit.name)") == nil {
            let what = "it is not enabled: after a reboot nobody posts what was waiting to be posted"
            return Finding(unit.name, .wrong, what, mend: context.own("install"))
        }
        return Finding(unit.name, .ok, shown)
    }

    /// The program of the first `ExecStart=`, without systemd's marks in front.
    static func program(of text: String) -> String? {
        for line in text.textLines {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].trimmingBlanks() == "ExecStart" else { continue }
            let command = parts[1].trimmingBlanks().drop { "@-:+!".contains($0) }
            let word = command.prefix { $0 != " " && $0 != "\t" }
            let bare =
                word.count >= 2 && word.hasPrefix("\"") && word.hasSuffix("\"") ? word.dropFirst().dropLast() : word
            if bare.hasPrefix("/") { return String(bare) }
        }
        return nil
    }

    private static func isMasked(_ path: String) -> Bool {
        var buffer = [CChar](repeating: 0, count: 256)
        guard readlink(path, &buffer, buffer.count - 1) > 0 else { return false }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) == "/dev/null"
    }

    private static func unmask(_ unit: UnitExpectation, _ path: String, _ context: DoctorContext) -> String {
        let undo =
            context.root.isWholeMachine
            ? ShellWords.join(["systemctl", "unmask", unit.name]) : ShellWords.join(["rm", path])
        return "\(undo) && \(context.own("install"))"
    }

    private static func dropIns(_ unit: UnitExpectation, _ context: DoctorContext) -> [Finding] {
        ["/etc", "/run", "/usr/local/lib", "/usr/lib"].flatMap { base -> [Finding] in
            let folder = context.root.path("\(base)/systemd/system/\(unit.name).d")
            var names: [String] = []
            try? FolderList.forEachEntry(of: folder) { if $0.name.hasSuffix(".conf") { names.append($0.name) } }
            let reload = context.root.isWholeMachine ? " && systemctl daemon-reload" : ""
            return names.sorted().prefix(5).map { name in
                let path = "\(folder)/\(name)"
                return Finding(
                    unit.name, .warning, "the drop-in \(context.root.shown(path)) changes the unit",
                    mend: ShellWords.join(["rm", "-i", path]) + reload)
            }
        }
    }
}
