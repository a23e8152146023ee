import Formats
import Glibc
package import Observing
package import Plans
package import Runs

/// All preps of a controller, those that run and those that have run.
package struct PrepShelf: Sendable {
    private let root: Root

    package init(_ root: Root) { self.root = root }

    /// What is known of all preps at one moment.
    package struct Sight: Equatable, Sendable {
        /// The newest first.
        package var preps: [PrepSummary] = []
        /// What could not be read, one line each.
        package var problems: [String] = []
        /// Preps that are there and cannot be read: a prep that begins has its folder before its record.
        package var unread: [PrepID] = []
    }

    package func look() -> Sight {
        var sight = Sight()
        if access(root.preps, R_OK | X_OK) != 0, errno != ENOENT {
            let why = String(cString: strerror(errno))
            sight.problems.append("\(root.shown(root.preps)): \(why); preps may be missing here")
        }
        for id in ids {
            do throws(ActingError) {
                sight.preps.append(try PrepRecord(id, root).summary)
            } catch {
                sight.unread.append(id)
                sight.problems.append(SafeText.visible(root.shown(problem(of: id, error))))
            }
        }
        return sight
    }

    private func problem(of id: PrepID, _ error: ActingError) -> String {
        // Its folder stands here, so that it would be untrue to say that there is no such prep.
        let isMissing = access(root.prepRecord(of: id), F_OK) != 0 && errno == ENOENT
        return isMissing ? "prep \(id) has no record yet: it begins, or its start was cut short" : "\(error)"
    }

    /// What a new plan must know.
    package func facts() -> (preps: [PrepFacts.Prep], problems: [String]) {
        let sight = look()
        return (sight.preps.filter(\.isInTheWay).map(\.fact), sight.problems)
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
