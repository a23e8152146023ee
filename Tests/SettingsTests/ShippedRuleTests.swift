import Runs
import Testing

@testable import atvm_tui

/// What knows every shipped rule and no other.
let allShipped = TriageReader.rules([], files: [])

/// For each shipped rule a line that it knows, and one that looks like it but is something else.
private let examples: [(rule: String, known: String, other: String)] = [
    ("CMC-01", "reason 'source disk is busy'", "the source disk was copied"),
    ("CMC-02", "migration session s1 already exists", "migration session was created"),
    ("CMC-03", "license key has expired", "license accepted"),
    ("CMC-04", "the agent of w2k25 is offline", "the agent of w2k25 answers"),
    ("CMC-05", "registration code ABC is invalid", "registration code ABC accepted"),
    ("CMC-06", "mtdi driver is not loaded", "mtdi driver loaded"),
    ("CMC-07", "checksum of /data differs", "checksum of /data is right"),
    ("CMC-08", "cutover timed out after 30 minutes", "cutover has begun"),
    ("CMC-09", "cmotion was aborted", "cmotion has begun"),
    ("CMC-10", "changed block tracking is not enabled", "changed block tracking enabled"),
    ("CMC-11", "portal answered: 503 Service Unavailable", "portal answered: 200 OK"),
    ("CMC-12", "401 Unauthorized", "401 hosts are known"),
    ("CMC-13", "expected session state to be 'Tracking'", "expected 3 to equal 4"),
    ("CMC-14", "the guest is still running", "the guest has stopped"),
    ("CMC-15", "auto-allocation of disks failed", "auto-allocation done"),
    ("VMW-01", "Failed to lock the file", "the file was locked and released"),
    ("VMW-02", "datastore ds1 is full", "datastore ds1 has room"),
    ("VMW-03", "vCenter 192.168.0.201 is not reachable", "vCenter 192.168.0.201 answers"),
    ("VMW-04", "vim.fault.InvalidLogin", "login done"),
    ("VMW-05", "VMware Tools is not running", "VMware Tools is running"),
    ("VMW-06", "could not obtain the IP address", "the address was read"),
    ("VMW-07", "InsufficientResourcesFault", "resources are sufficient"),
    ("VMW-08", "snapshot base does not exist", "snapshot base was taken"),
    ("VMW-09", "vim.fault.InvalidState", "InvalidStateError: the object is in an invalid state"),
    ("VMW-10", "vm w2k25 not found in inventory", "vm w2k25 is in the inventory"),
    ("VMW-11", "device naa.1 entered APD state", "TypeError: mapDispatch is not a function"),
    ("ISC-01", "iscsiadm: No portals found", "iscsiadm: logged in"),
    ("ISC-02", "connection1:0: ping timeout of 5 secs expired", "connection1:0: is operational now"),
    ("FC-01", "lpfc 0000:0b:00.0: link down", "lpfc 0000:0b:00.0: ready"),
    ("FC-02", "no wwpns found", "two wwpns are there"),
    ("SCSI-01", "sd 2:0:0:1: reservation conflict", "sd 2:0:0:1: attached"),
    ("SCSI-02", "Buffer I/O error on dev sdb", "I/O test passed"),
    ("MP-01", "multipath: sdb: failing path", "multipath: two paths are active"),
    ("LUN-01", "LUN 3 not found", "LUN 3 was mapped"),
    ("FS-01", "EXT4-fs error (device sda1)", "EXT4-fs mounted: zerofs"),
    ("DISK-01", "ENOSPC: cannot write", "ENOSPCX"),
    ("MEM-01", "JavaScript heap out of memory", "memory is 40% used"),
    ("DNS-01", "getaddrinfo ENOTFOUND portal.lab", "ERROR: Could not resolve \"./page.js\""),
    ("NET-01", "connect ECONNREFUSED 10.0.0.1:443", "connected to 10.0.0.1:443"),
    ("NET-02", "read ECONNRESET", "socket closed"),
    ("TLS-01", "certificate verify failed", "certificate verified"),
    ("SSH-01", "All configured authentication methods failed", "authenticated"),
    ("OS-01", "Kernel panic - not syncing", "kernel 5.14 has booted"),
    ("PKG-01", "E: Unable to locate package foo", "Unable to locate element: #login"),
    ("CYP-01", "the renderer crashed", "the renderer is ready"),
    ("CYP-02", "Error: Webpack Compilation Error", "webpack has compiled"),
    ("CYP-03", "Can't run because no spec files were found.", "3 spec files were found"),
    ("CYP-04", "`cy.visit()` failed trying to load:", "cy.visit() of the portal"),
    ("CYP-05", "`cy.exec('x')` failed because the command exited with a non-zero code.", "exited with 0"),
    ("CYP-06", "this element is being covered by another element", "the element is there"),
    ("CYP-07", "Expected to find element: `#x`, but never found it.", "the element was found"),
    ("CYP-08", "The following error originated from your application code", "your application is up"),
    ("CYP-09", "This run was canceled", "This run goes on"),
    ("CYP-10", "Cypress Cloud is unreachable", "recorded by Cypress Cloud"),
    ("CYP-11", "\"before each\" hook for \"1. Verifying\"", "hooked up"),
    ("CYP-12", "SyntaxError: Unexpected token < in JSON at position 0", "SyntaxError: Unexpected token '}'"),
    ("T01", "acquiring barrier 'a': lock owner already finished", "acquiring barrier 'a'"),
    ("T02", "barrier 'a' not released, sleeping 2 seconds", "barrier 'a' released"),
    ("T03", "parallel_failed", "parallel_failed twice"), ("T04", "skipped", "skipped 3 tests"),
    ("T05", "abandoned: associated worker w:1 has not sent any status updates", "abandoned"),
    ("T06", "quit: worker has been stopped or restarted", "quit: done"),
    ("T07", "Can't create listen socket: Address already in use", "listen socket created"),
    ("T08", "No space left on device", "space left on device: 3 GB"),
    ("T09", "Out of memory: Killed process 7", "process 7 ended"),
    ("T10", "timeout: test execution exceeded MAX_JOB_TIME", "test execution took 3 s"),
    ("T11", "backend died: Need variable HDD_1", "variable HDD_1 is set"),
    ("T12", "setup failure: no such folder", "setup done"),
    ("T13", "isotovideo done: myjsonrpc: remote end", "isotovideo done: all passed"),
    ("T14", "Destination os 15-sp5 falls behind source os 15-sp6", "Destination os 15-sp6"),
    ("T15", "Architecture x86_64 on a does not match aarch64 on b", "Architecture x86_64"),
    ("T16", "password-prompt not found on console", "password-prompt found"),
    ("T17", "Could not resolve host: a", "resolved host a"),
    ("T18", "connect: Connection timed out", "connected in time"),
    ("T19", "nothing provides libseccomp >= 2.4 needed by qemu", "libseccomp is provided"),
    ("T20", "a requires Python '>=3' but the running Python is 2.6.6", "a runs with Python 3"),
    ("T21", "HTTP 429", "HTTP 200"), ("T22", "TASK [install] failed:", "TASK [install] done"),
    ("T23", "Host key verification failed.", "Host key verified."),
    ("T24", "The server certificate a.pem has expired", "The server certificate a.pem is valid"),
    ("T25", "error: Unsafe migration: no", "error-free migration"),
    ("T26", "Failed to get shared \"write\" lock", "got the write lock"),
    ("T27", "guest CPU doesn't match specification: missing", "guest CPU matches"),
    ("T28", "qemu unexpectedly closed the monitor", "qemu closed the monitor"),
    ("T29", "cannot acquire state change lock", "acquired the state change lock"),
    ("T30", "Migration of domain vm1 failed during post-copy", "post-copy is over"),
    ("T31", "migration succeeded with changed ip", "migration succeeded"),
    ("T32", "Domain not found: no domain", "Domain vm1 found"),
    ("T33", "domain 'vm1' already exists", "domain 'vm1' defined"),
    ("T34", "Build was aborted", "Build was good"), ("T35", "Traceback (most recent call last)", "called back"),
    ("T36", "script returned exit code 137", "script returned exit code 1"),
]

@Test func everyShippedRuleHasExamples() {
    let ids = TriageReader.shipped.rules.map(\.id)
    #expect(Set(ids) == Set(examples.map(\.rule)) && ids.count == examples.count)
}

@Test(arguments: examples)
func aShippedRuleKnowsItsLineAndNoOther(_ rule: String, _ known: String, _ other: String) throws {
    let rule = try #require(TriageReader.shipped.rules.first { $0.id == rule })
    #expect(rule.pattern.matches(FoldedLine(known)), "\(known)")
    #expect(!rule.pattern.matches(FoldedLine(other)), "\(other)")
}

/// Of rules that know a line the one that says most of it comes first.
@Test(arguments: [
    ("ReferenceError: The following error originated from your test code, not from Cypress.", "CYP-08"),
    ("ReferenceError: x is not defined", "CYP-02"), ("Error: Webpack Compilation Error", "CYP-02"),
])
func theNearestRuleDecides(_ line: String, _ rule: String) {
    #expect(allShipped.cause(of: Failure(path: [], message: line), step: "")?.rule == rule)
}

/// Names of files and functions, and the test's own source, are no symptoms.
@Test(arguments: [
    "    at Context.cmotionFailed (webpack:///./cypress/support/cmotion.ts:3:7)",
    "at disk.missing (https://portal.lab/__cypress/tests?p=lun:12:4)", "  > 12 |   expect('source disk is busy')",
    "    13 | // ENOSPC: see the ticket", "      at async Promise.all (index 0) ENOTFOUND.ts:1:2",
])
func framesExplainNothing(_ frame: String) {
    #expect(allShipped.cause(of: Failure(path: [], message: "Error: odd", stack: [frame]), step: "") == nil)
    // What a command has printed does.
    let printed = Failure(path: [], message: "Error: odd", stack: [frame, "stderr: No space left on device"])
    #expect(allShipped.cause(of: printed, step: "")?.rule == "T08")
}
