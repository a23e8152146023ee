import CPosix
import Glibc
import Observing
import Runs

/// Tells systemd that a service is up and still works; without systemd it does nothing.
final class ServiceNotice {
    private let address: String?
    /// How often a sign of life is due; an hour where nobody waits for one.
    let interval: Duration
    private var lastAt = Timestamp(milliseconds: 0)

    init() {
        address = getenv("NOTIFY_SOCKET").map { String(cString: $0) }
        let time = getenv("WATCHDOG_USEC").flatMap { Int64(String(cString: $0)) } ?? 0
        // A third of what systemd allows, so that one late sign is no end.
        interval = time > 0 ? .microseconds(time / 3) : .seconds(3600)
    }

    func ready() { send("READY=1") }

    /// A sign of life, at most as often as it is due.
    func alive() {
        guard interval < .seconds(3600), WallClock.steady() - lastAt >= interval * 0.5 else { return }
        lastAt = WallClock.steady()
        send("WATCHDOG=1")
    }

    private func send(_ text: String) {
        guard let address else { return }
        _ = cp_notify(address, text)
    }
}
