/// Where one host stands in the test flow.
package enum HostStatus: Equatable, Sendable {
    /// Its spec has not started.
    case waiting
    case running
    case passed
    case failed
    case skipped(reason: String?)

    /// The word for screens, JSON and reports.
    package var word: String {
        switch self {
        case .waiting: "WAIT"
        case .running: "RUN"
        case .passed: "PASS"
        case .failed: "FAIL"
        case .skipped: "SKIP"
        }
    }

    /// Whether the host counts as finished: passed, failed or skipped.
    package var isFinished: Bool {
        switch self {
        case .passed, .failed, .skipped: true
        case .waiting, .running: false
        }
    }
}

/// How many hosts stand where.
package struct HostCounts: Equatable, Sendable {
    package var total = 0
    package var passed = 0
    package var failed = 0
    package var skipped = 0
    package var running = 0

    package init(total: Int = 0, passed: Int = 0, failed: Int = 0, skipped: Int = 0, running: Int = 0) {
        (self.total, self.passed, self.failed) = (total, passed, failed)
        (self.skipped, self.running) = (skipped, running)
    }

    package init(_ statuses: some Sequence<HostStatus>, expected: Int = 0) {
        for status in statuses {
            total += 1
            switch status {
            case .waiting: break
            case .running: running += 1
            case .passed: passed += 1
            case .failed: failed += 1
            case .skipped: skipped += 1
            }
        }
        total = max(total, expected)
    }

    package var finished: Int { passed + failed + skipped }
}
