import Observing
import Plans
import Runs

/// The lock of a keeper, as a part of a class.
final class KeeperLock {
    private let lock: BuildLock

    init(_ folder: String, by person: Person) throws(ActingError) {
        lock = try BuildLock(.keeper, in: folder, for: "keeper of a prep", by: person)
    }
}
