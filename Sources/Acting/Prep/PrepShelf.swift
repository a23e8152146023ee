import Formats
import Glibc
package import Observing
package import Plans
import Runs

/// All preps of a controller, those that run and those that have run.
package struct PrepShelf: Sendable {
    private let root: Root

    package init(_ root: Root) { self.root = root }

    /// The newest first, and what could not be read, one line each.
    package func look() -> (preps: [PrepSummary], problems: [String]) {
        var (preps, problems): ([PrepSummary], [String]) = ([], [])
        if access(root.preps, R_OK | X_OK) != 0, errno != ENOENT {
            problems.append("\(root.shown(root.preps)): \(String(cString: strerror(errno))); preps may be missing here")
        }
        for id in ids {
            do throws(ActingError) {
                preps.append(try PrepRecord(id, root).summary)
            } catch {
                problems.append(SafeText.visible(root.shown("\(error)")))
            }
        }
        return (preps, problems)
    }

    /// What a new plan must know.
    package func facts() -> (preps: [PrepFacts.Prep], problems: [String]) {
        let (preps, problems) = look()
        return (preps.filter(\.isInTheWay).map(\.fact), problems)
    }

    /// Writes down the end of every prep whose keeper is gone. Who may not write, or finds a start under way, goes on.
    package func settle(by person: Person) {
        guard look().preps.contains(where: { $0.outcome != nil }), access(root.preps, W_OK) == 0 else { return }
        let lost = ids.compactMap { try? PrepRecord($0, root) }.filter { $0.file.end == nil && !$0.summary.isRunning }
        guard !lost.isEmpty, let lock = try? BuildLock(.prep, in: root.preps, for: "settling preps", by: person) else {
            return
        }
        for record in lost {
            // Once more: another process may have done so until we had the lock.
            guard var record = try? PrepRecord(record.id, root) else { continue }
            try? record.settle()
        }
        withExtendedLifetime(lock) {}
    }

    private var ids: [PrepID] { AtomicFile.names(in: root.preps).compactMap { PrepID($0) }.sorted(by: >) }
}
