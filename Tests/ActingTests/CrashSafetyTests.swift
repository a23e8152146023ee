import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@testable import Acting

/// One kind of system call, and how many of them are left out between two that are tried.
struct KilledCall: CustomTestStringConvertible, Sendable {
    var call: String
    var parts = 0
    /// 1 for every one; with `ATVM_EVERY_CALL` set it is always 1.
    var stride = 1

    var testDescription: String { "\(call)\(parts > 0 ? ", \(parts) sub-runs" : "")" }
}

/// A watcher killed at every single system call of a kind from the verdict to the marker, and started again: nothing is
/// posted twice, nothing is claimed that is not so, no file is half.
@Suite struct CrashSafetyTests {
    private static let isComplete = getenv("ATVM_EVERY_CALL") != nil

    @Test(
        .enabled(if: CrashLab.canTrace, "strace is not installed: nothing is known about kills; 'make packages'"),
        arguments: [
            KilledCall(call: "rename"), KilledCall(call: "fsync"), KilledCall(call: "connect"),
            KilledCall(call: "sendto"), KilledCall(call: "write"), KilledCall(call: "openat", stride: 5),
            KilledCall(call: "unlink"), KilledCall(call: "close", stride: 23), KilledCall(call: "mkdir", parts: 2),
            KilledCall(call: "rename", parts: 2, stride: 3), KilledCall(call: "write", parts: 2, stride: 5),
        ])
    func everyKill(_ row: KilledCall) throws {
        let stride = Self.isComplete ? 1 : row.stride
        var number = 1
        while true {
            let crash = try CrashLab(parts: row.parts)
            defer { crash.server.stop() }
            let killed = try crash.watch(crash.tracer(row.call, "signal=KILL:when=\(number)"))
            let place = "\(row.testDescription) \(number)"
            let between = crash.state?.record.state
            #expect(between == .running || between == .completed, "\(place): the state is half")
            // Neither the watcher nor its curl has come to that many calls.
            let isUntouched = killed.status == 0 && crash.state?.record.delivery == .posted
            let sent = crash.server.bodies.count
            let again = try crash.watch()
            #expect(again.status == 0, "\(place): \(again.errors)")
            let faults = crash.faults()
            #expect(faults.isEmpty, "\(place): \(faults), \(sent) sent before")
            if isUntouched {
                #expect(number > 1, "nothing was killed: this strace cannot")
                return
            }
            number += stride
            guard number < 5000 else {
                Issue.record("it never ran through")
                return
            }
        }
    }

    /// One call of a kind fails: whatever cannot be done then is done later, and nothing else suffers.
    @Test(
        .enabled(if: CrashLab.canTrace, "strace is not installed: nothing is known about errors; 'make packages'"),
        arguments: [
            FailedCall(call: "rename", errors: ["ENOSPC", "EROFS", "EIO"]),
            FailedCall(call: "fsync", errors: ["EIO", "ENOSPC", "EINTR"]),
            FailedCall(call: "write", errors: ["ENOSPC", "EIO", "EINTR"]),
            FailedCall(call: "openat", errors: ["EMFILE", "EACCES", "EIO", "ENOSPC", "EROFS", "EINTR"], stride: 11),
            FailedCall(call: "pread64", errors: ["EIO", "EINTR"], stride: 3),
            FailedCall(call: "read", errors: ["EIO"], stride: 9),
            FailedCall(call: "mkdir", errors: ["ENOSPC"], parts: 2),
            FailedCall(call: "pipe2", errors: ["EMFILE"]), FailedCall(call: "clone3,vfork,clone", errors: ["EAGAIN"]),
            FailedCall(call: "lstat,newfstatat,statx", errors: ["EIO"], stride: 37),
            FailedCall(call: "inotify_init1,inotify_add_watch", errors: ["ENOSPC"]),
        ])
    func everyError(_ row: FailedCall) throws {
        let stride = Self.isComplete ? 1 : row.stride
        var number = 1
        while true {
            // Of several errors each takes its turn, unless all are asked for.
            let errors = Self.isComplete ? row.errors : [row.errors[number / stride % row.errors.count]]
            var isUntouched = false
            for error in errors {
                let crash = try CrashLab(parts: row.parts)
                defer { crash.server.stop() }
                let place = "\(row.call) \(number) \(error)"
                let first = try crash.watch(crash.tracer(row.call, "error=\(error):when=\(number)", follows: false))
                #expect(first.status < 128, "\(place): crashed, \(first.errors)")
                isUntouched = !crash.wasInjected
                let state = crash.state?.record.state
                #expect(state == .running || state == .completed, "\(place): \(String(describing: state))")
                let again = try crash.watch()
                #expect(again.status == 0, "\(place): \(again.errors)")
                let faults = crash.faults()
                #expect(faults.isEmpty, "\(place): \(faults); \(first.errors)")
            }
            if isUntouched {
                #expect(number > 1, "nothing failed: this strace cannot")
                return
            }
            number += stride
            guard number < 5000 else {
                Issue.record("it never ran through")
                return
            }
        }
    }
}

/// One kind of system call that fails, with the errors that it can have.
struct FailedCall: CustomTestStringConvertible, Sendable {
    var call: String
    var errors: [String]
    var parts = 0
    var stride = 1

    var testDescription: String { "\(call) \(errors.joined(separator: "/"))" }
}
