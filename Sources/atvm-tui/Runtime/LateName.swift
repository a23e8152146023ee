import Acting
import Plans
import Synchronization

/// The name of whoever runs the program. A directory service may take a while to tell it, so it is looked up aside.
final class LateName: Sendable {
    private let name = Mutex<String?>(nil)

    init() {
        BackgroundThread.start { [self] in
            let found = Person.current.text
            name.withLock { $0 = found }
        }
    }

    /// `nil` until it is known.
    var known: String? { name.withLock { $0 } }
}
