package import Formats
import Glibc
package import Observing
package import Plans
package import Runs

/// The record of one prep on disk, and what is said of it in the audit trail.
package struct PrepRecord: Sendable {
    package let id: PrepID
    package var file: PrepFile
    let root: Root

    init(_ id: PrepID, _ file: PrepFile, _ root: Root) { (self.id, self.file, self.root) = (id, file, root) }

    /// - Throws: why it cannot be read.
    package init(_ id: PrepID, _ root: Root) throws(ActingError) {
        let path = root.prepRecord(of: id)
        let bytes: [UInt8]
        do throws(SafeFileError) { bytes = try SafeFile.read(path, limit: PrepFile.byteLimit) } catch {
            throw .failed(
                error.isMissing ? "there is no prep \(id) here; 'atvm-tui prep list' lists them" : "\(error)")
        }
        guard let file = PrepFile(bytes) else { throw .failed("\(root.shown(path)) is damaged or of a newer version") }
        self.init(id, file, root)
    }

    func write() throws(ActingError) {
        try AtomicFile.write(file.text, to: root.prepRecord(of: id), mode: 0o600)
    }

    package var startedBy: Person { Person(login: file.login, peer: file.peer) }

    /// A line about this prep.
    func audit(
        _ moment: AuditLine.Moment, _ action: String, by person: Person? = nil, _ outcome: String?
    ) throws(ActingError) {
        let line = AuditLine(
            at: WallClock.now(), moment, person ?? startedBy, action: action, build: "", commands: [file.command],
            digest: file.digest, outcome: "prep \(id)" + (outcome.map { ": \($0)" } ?? ""))
        try AuditTrail(path: root.audit).append(line)
    }

    /// How it stands: what is written down, and where nobody could write any more, what that means.
    package var summary: PrepSummary {
        PrepSummary(
            id: id, mode: PrepMode(rawValue: file.mode), lun: SafeText.visible(file.lun),
            client: SafeText.visible(file.client), startedBy: startedBy, startedAt: file.startedAt,
            standing: standing, leftRunning: leftRunning)
    }

    private var standing: PrepSummary.Standing {
        if let end = file.end { return .ended(end.outcome, file.endedAt ?? file.startedAt) }
        guard ProcessTable.isAlive(file.keeper) else { return .ended(lostOutcome, file.endedAt ?? WallClock.now()) }
        return file.question.map { .asking($0.question) } ?? .running
    }

    /// What it means that whoever was to write the end is gone without having done so.
    private var lostOutcome: PrepOutcome {
        file.script == nil ? .notStarted("the program that started it was killed") : .interrupted
    }

    private var leftRunning: Int? {
        guard let script = file.script, !ProcessTable.isAlive(file.keeper), ProcessTable.isAlive(script) else {
            return nil
        }
        return script.pid
    }

    /// Writes down the end of one whose keeper is gone. Nobody else may do so at the same time.
    mutating func settle() throws(ActingError) {
        guard file.end == nil, !ProcessTable.isAlive(file.keeper) else { return }
        let outcome = lostOutcome
        file.end = PrepFile.End(outcome)
        (file.endedAt, file.question) = (WallClock.now(), nil)
        try audit(.outcome, "prep", outcome.text)
        try write()
    }
}

extension PrepFile.End {
    init(_ outcome: PrepOutcome) {
        self =
            switch outcome {
            case .exited(let status): .exited(status)
            case .signal(let number): .signal(number)
            case .notStarted(let why): .notStarted(why)
            case .interrupted: .interrupted
            }
    }

    var outcome: PrepOutcome {
        switch self {
        case .exited(let status): .exited(status)
        case .signal(let number): .signal(number)
        case .notStarted(let why): .notStarted(SafeText.visible(why))
        case .interrupted: .interrupted
        }
    }
}

extension PrepFile.Question {
    init(_ question: PrepQuestion) {
        self.init(
            number: question.number, text: question.text, offset: question.offset, isHidden: question.isHidden)
    }

    var question: PrepQuestion { PrepQuestion(number, SafeText.visible(text), at: offset, isHidden: isHidden) }
}
