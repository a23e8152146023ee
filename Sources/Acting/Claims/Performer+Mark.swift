import Formats
import Glibc
import Observing
package import Plans
package import Runs

extension Performer {
    /// Writes down who looks at failed hosts, or that they were waived.
    /// - Returns: the outcome in one line.
    package func perform(_ approved: Approved<MarkPlan>) throws(ActingError) -> String {
        let plan = approved.plan
        guard let look = BuildLook.snapshot(of: plan.build, settings) else { throw .noSuchBuild(plan.build) }
        // What would change nothing is no action: the trail is not told of it. That marks cannot be read is told below.
        if let objection = try? self.objection(to: plan, in: look) { throw .refused(objection) }
        return try audited(plan, action: plan.action, build: plan.build) { () throws(ActingError) in
            for target in plan.targets {
                let host = look.hosts.first { $0.name == target.host && $0.subRun == target.subRun }
                guard host?.status == .failed else {
                    throw .refused("\(target.name) of \(plan.build) has not failed")
                }
            }
            let folder = root.stateFolder(of: plan.build)
            try AtomicFile.makeFolder(folder)
            // Two operators at once: the second one sees what the first has written.
            let lock = try StateLock.wait(folder, by: person)
            defer { withExtendedLifetime(lock) {} }
            var file = try read(of: look)
            for target in plan.targets { try change(&file, target, plan.decision, of: look) }
            let text = file.text
            guard text.utf8.count <= FailureMarksFile.byteLimit else {
                throw .refused("that is more than \(FailureMarksFile.byteLimit) bytes of marks; say it in fewer words")
            }
            try AtomicFile.write(text, to: root.failureMarks(of: plan.build), mode: 0o644)
            return outcome(of: plan)
        }
    }

    /// Why there is nothing to do, in one line; `nil` where there is something.
    /// - Throws: when the marks cannot be read, so that nobody can say.
    package func objection(to plan: MarkPlan, in build: BuildSnapshot) throws(ActingError) -> String? {
        _ = try read(of: build)
        return plan.objection(to: build.hosts.compactMap(\.mark))
    }

    /// The marks as they stand; those of an earlier launch are let go.
    private func read(of build: BuildSnapshot) throws(ActingError) -> FailureMarksFile {
        let path = root.failureMarks(of: build.name)
        let bytes: [UInt8]
        do throws(SafeFileError) {
            bytes = try SafeFile.read(path, limit: FailureMarksFile.byteLimit)
        } catch {
            if error.isMissing { return FailureMarksFile() }
            throw unreadable("\(error)")
        }
        do throws(FileFormatProblem) {
            var file = try FailureMarksFile(bytes)
            // One that is only out of sight, because the launch's start cannot be read just now, stays.
            if let start = build.startedAt {
                file.marks.removeAll { ([$0.claim?.at, $0.waiver?.at].compactMap(\.self).max() ?? start) < start }
            }
            return file
        } catch {
            throw unreadable("\(path): \(error)")
        }
    }

    /// Nobody can say who looks at what; and written over, the file would take the marks of others with it.
    private func unreadable(_ why: String) -> ActingError {
        .unreadable("the marks of failures cannot be read: \(root.shown(why)); move the file away, then mark again")
    }

    private func change(
        _ file: inout FailureMarksFile, _ target: MarkPlan.Target, _ decision: MarkPlan.Decision,
        of build: BuildSnapshot
    ) throws(ActingError) {
        // What stands of an earlier launch is not seen by anybody, so it holds nobody up.
        var mark =
            file[target.host, target.subRun].standing(in: build)
            ?? FailureMark(host: target.host, subRun: target.subRun)
        mark.launch = build.launch.startedAt
        let stamp = FailureMark.Stamp(by: person.text, at: WallClock.now())
        let name = target.name
        switch decision {
        case .claim:
            if let other = mark.claim?.by, other != person.text, other != target.claimedBy {
                throw .refused("\(SafeText.visible(other)) looks at \(name) meanwhile; ask again to take it over")
            }
            mark.claim = stamp
        case .release: mark.claim = nil
        case .waive(let comment):
            let other = mark.waiver.map { MarkPlan.Waiver(by: $0.by, comment: mark.comment ?? "") }
            if let other, other.by != person.text, other != target.waiver {
                throw .refused("\(SafeText.visible(other.by)) has waived \(name) meanwhile; ask again to replace that")
            }
            (mark.waiver, mark.comment) = (stamp, comment.text)
        case .withdrawWaiver: (mark.waiver, mark.comment) = (nil, nil)
        }
        file[target.host, target.subRun] = mark
    }

    private func outcome(of plan: MarkPlan) -> String {
        switch plan.decision {
        case .claim: "\(person.text) looks at \(plan.hosts)"
        case .release: "nobody looks at \(plan.hosts) any more"
        case .waive(let comment): "waived \(plan.hosts): \(comment.text)"
        case .withdrawWaiver: "the waiver of \(plan.hosts) is withdrawn"
        }
    }
}
