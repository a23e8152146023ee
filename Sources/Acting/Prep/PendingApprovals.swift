import Formats
import Glibc
import Observing
package import Plans
import Runs

/// The plans that were printed and may be approved by their digest: one 0600 file each, in a folder of our own.
///
/// An approval is claimed by renaming its file, which only one process can do. The claim comes before the run: a crash
/// between the two costs an approval, never gives one twice.
package struct PendingApprovals: Sendable {
    /// Holds nothing but these records.
    package let folder: String

    package init(folder: String) { self.folder = folder }

    /// Keeps a plan that is about to be printed; an earlier record of the same plan is replaced.
    package func record(_ plan: PrepPlan, at moment: PendingApproval.Moment) throws(ActingError) {
        try AtomicFile.makeFolder(folder)
        guard chmod(folder, 0o700) == 0 else { throw AtomicFile.problem(folder) }
        if let objection = folderObjection { throw .refused(objection) }
        AtomicFile.sweep(folder)
        forgetStale(at: moment)
        let pending = PendingApproval(of: plan, madeAt: moment)
        try AtomicFile.write(pending.file.text, to: path(pending.digest), mode: 0o600)
        try AtomicFile.remove(usedPath(pending.digest))
    }

    /// Uses up the approval of `plan`.
    /// - Parameter digest: as the operator gave it.
    /// - Throws: why it may not run. What is refused is not used up.
    package func use(
        _ digest: String, for plan: PrepPlan, at moment: PendingApproval.Moment
    ) throws(PendingRefusal) -> Approved<PrepPlan> {
        // It becomes a file's name.
        guard digest.utf8.count == 64, digest.utf8.allSatisfy({ $0.isLetterOrDigit }) else { throw .unknown }
        if FileSignature(linkAt: folder) == nil { throw .unknown }
        if let folderObjection { throw .unreadable(folderObjection) }
        var pending = try read(digest)
        let approved = try plan.approve(by: pending, at: moment)
        guard rename(path(digest), usedPath(digest)) == 0 else {
            // Another process was faster.
            if errno == ENOENT { throw .used(moment.time) }
            throw .unreadable("the approval cannot be marked as used: \(String(cString: strerror(errno)))")
        }
        do throws(ActingError) {
            // Were the renaming lost in a power cut, the approval would stand there again.
            try AtomicFile.syncFolder(folder)
            pending.usedAt = moment.time
            try AtomicFile.write(pending.file.text, to: usedPath(digest), mode: 0o600)
        } catch {
            throw .unreadable("the approval cannot be marked as used: \(error)")
        }
        return approved
    }

    // MARK: Parts

    private func path(_ digest: String) -> String { "\(folder)/\(digest).json" }
    private func usedPath(_ digest: String) -> String { "\(folder)/\(digest).used" }

    private func read(_ digest: String) throws(PendingRefusal) -> PendingApproval {
        let isPending = FileSignature(linkAt: path(digest)) != nil
        let pending = try read(path: isPending ? path(digest) : usedPath(digest))
        guard pending.digest == digest else { throw .unreadable("its record is that of another plan") }
        // Claimed, and the process died before it could write down when.
        if !isPending, pending.usedAt == nil { throw .used(pending.madeAt.time) }
        return pending
    }

    private func read(path: String) throws(PendingRefusal) -> PendingApproval {
        let bytes: [UInt8]
        do throws(SafeFileError) {
            bytes = try SafeFile.read(path, limit: PendingApprovalFile.byteLimit)
        } catch {
            throw error.isMissing ? .unknown : .unreadable("its record is not trusted: \(error)")
        }
        guard let there = FileSignature(linkAt: path), there.owner == geteuid(), there.mode & 0o077 == 0 else {
            throw .unreadable("its record \(path) can be read or written by others")
        }
        guard let file = PendingApprovalFile(bytes) else { throw .unreadable("its record \(path) is damaged") }
        return PendingApproval(file)
    }

    /// Why the folder cannot be trusted.
    private var folderObjection: String? {
        guard let there = FileSignature(linkAt: folder) else { return "\(folder): no such folder" }
        guard there.isFolder else { return "\(folder) is no folder; remove it" }
        guard there.owner == geteuid(), there.mode & 0o077 == 0 else {
            return "\(folder) can be read or written by others; chown it and chmod 700 it"
        }
        return nil
    }

    private func forgetStale(at moment: PendingApproval.Moment) {
        for name in AtomicFile.names(in: folder) where name.hasSuffix(".json") || name.hasSuffix(".used") {
            let path = "\(folder)/\(name)"
            guard let pending = try? read(path: path), pending.isStale(at: moment) else { continue }
            unlink(path)
        }
    }
}

extension PendingApproval.Moment {
    /// This moment.
    package static var now: PendingApproval.Moment {
        PendingApproval.Moment(
            time: WallClock.now(), steady: WallClock.steady(), boot: ProcessTable.bootID() ?? "unknown")
    }
}

extension PendingApproval {
    fileprivate init(_ file: PendingApprovalFile) {
        self.init(
            digest: file.digest, scriptDigest: file.script, user: file.user, host: file.host,
            conflicts: file.conflicts,
            madeAt: Moment(
                time: file.madeAt, steady: Timestamp(milliseconds: Int64(file.steady)), boot: file.boot),
            usedAt: file.usedAt)
    }

    fileprivate var file: PendingApprovalFile {
        PendingApprovalFile(
            digest: digest, script: scriptDigest, user: user, host: host, conflicts: conflicts, madeAt: madeAt.time,
            steady: Int(madeAt.steady.milliseconds), boot: madeAt.boot, usedAt: usedAt)
    }
}
