/// Decides what an installation does about what it finds.
package enum InstallRules {
    /// - Parameters:
    ///   - installed: the digest of what the last installation has put there; what still has it, nobody has changed.
    ///   - backup: a free name beside the path.
    /// - Throws: what an operator must see to first.
    package static func action(
        for item: InstallItem, finding found: InstallFound, installed: Digest?, backup: String
    ) throws(InstallProblem) -> InstallAction {
        if found == .nothing { return .write }
        switch item.content {
        case .folder: return try folder(item, found)
        case .link(let target): return try link(item, to: target, found, backup)
        case .bytes, .program: return try file(item, found, installed, backup)
        }
    }

    private static func folder(_ item: InstallItem, _ found: InstallFound) throws(InstallProblem) -> InstallAction {
        switch found {
        case .folder(let mode): return mode & 0o022 == 0 ? .inPlace : .setMode
        // Operators may have moved the whole folder to another disk.
        case .link: return .inPlace
        case .file, .other, .nothing:
            throw InstallProblem("\(item.path) is no folder; look at it and move it away, then install again")
        }
    }

    private static func link(
        _ item: InstallItem, to target: String, _ found: InstallFound, _ backup: String
    ) throws(InstallProblem) -> InstallAction {
        switch found {
        case .link(let there): return there == target ? .inPlace : .replace
        case .file: return .replaceKeeping(backup)
        case .folder, .other, .nothing:
            throw InstallProblem("\(item.path) is no file; look at it and move it away, then install again")
        }
    }

    private static func file(
        _ item: InstallItem, _ found: InstallFound, _ installed: Digest?, _ backup: String
    ) throws(InstallProblem) -> InstallAction {
        if item.owner == .configuration { return .keep("it is yours; an installation never touches it") }
        switch found {
        case .file(let digest, let mode):
            if digest == item.digest { return mode == item.mode ? .inPlace : .setMode }
            if item.owner == .program || digest == installed { return .replace }
            if item.owner == .operators { return .keep("it differs from the sample, so it is yours") }
            return .replaceKeeping(backup)
        case .link(to: "/dev/null"):
            let unit = item.path.split(separator: "/").last.map(String.init) ?? item.path
            throw InstallProblem("\(item.path) is masked; 'systemctl unmask \(unit)' first, then install again")
        case .link where item.owner == .operators: return .keep("it is a link of yours")
        case .link: return .replaceKeeping(backup)
        case .folder, .other, .nothing:
            throw InstallProblem("\(item.path) is no plain file; look at it and move it away, then install again")
        }
    }
}
