import Acting
import Runs
import Synchronization

/// Writes down what it is asked for, and fails where it is told to.
final class RecordingSupervisor: Supervisor {
    let name = "recording"
    private let calls = Mutex<[String]>([])
    private let failing: String?

    init(failing: String? = nil) { self.failing = failing }

    var asked: [String] { calls.withLock { $0 } }

    func command(_ verb: SupervisorVerb, _ part: SupervisedPart, of build: BuildName) -> String {
        "\(verb) \(part) \(build)"
    }

    func start(_ part: SupervisedPart, of build: BuildName) throws(ActingError) { try note("start \(part)") }
    func stop(_ part: SupervisedPart, of build: BuildName) throws(ActingError) { try note("stop \(part)") }

    private func note(_ call: String) throws(ActingError) {
        calls.withLock { $0.append(call) }
        if call == failing { throw .failed("\(call) failed") }
    }
}
