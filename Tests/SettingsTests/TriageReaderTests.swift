import Runs
import TestKit
import Testing

@testable import atvm_tui

@Test func everyShippedRuleIsWhole() {
    let shipped = TriageReader.shipped
    #expect(shipped.problems == [])
    #expect(shipped.rules.count > 80)
    #expect(Set(shipped.rules.map(\.id)).count == shipped.rules.count)
    for rule in shipped.rules { #expect(!rule.advice.isEmpty, "\(rule.id) gives no advice") }
}

@Test(arguments: [
    ("[[rule]]\nid = \"X\"\n", "triage rule 'X' of mine.toml is left out: 'pattern' must be a text in quotes"),
    (
        "[[rule]]\nid = \"X\"\npattern = \"(\"\ncause = \"c\"\n",
        "'X' of mine.toml is left out: pattern: '(' without ')'"
    ),
    (
        "[[rule]]\nid = \"X\"\npattern = \"a\"\ncause = \"c\"\nretry = \"soon\"\n",
        "retry is 'soon'; there are safe, later, after repair"
    ),
    ("[[rule]]\npattern = \"a\"\n", "triage rule number 1 of mine.toml is left out: 'id' must be"),
    ("[[rule]]\nid = \"X\"\ncolour = 1\n", "there is no 'colour'; there are id, pattern"),
    ("rule = 3\n", "each rule must begin with [[rule]]"), ("[rules]\n", "'rules' is no [[rule]]"),
    ("[[rule]\n", "triage rules mine.toml:1: "),
    ("[[rule]]\nid = \"X\"\npattern = \"a\"\ncause = \"c\"\nwhere = [\"moon\"]\n", "where must be a list of log"),
])
func brokenRuleIsOneClearMessage(_ text: String, _ message: String) {
    let reading = TriageReader.read(text, file: "mine.toml")
    #expect(reading.rules.isEmpty)
    #expect(reading.problems.count == 1)
    #expect(reading.problems.first?.contains(message) == true, "\(reading.problems)")
    #expect(reading.problems.first?.contains("\n") == false)
}

@Test func ownRulesComeFirstAndOthersStandBesideABrokenOne() {
    let own = TriageReader.read(
        """
        [[rule]]
        id = "LAB-1"
        pattern = 'no space left'
        cause = "the lab's disk"
        [[rule]]
        id = "LAB-2"
        pattern = '['
        cause = "broken"
        [[rule]]
        id = "T17"
        pattern = 'Name or service not known'
        cause = "our DNS"
        """, file: "config.toml")
    let rules = TriageReader.rules([own], files: [])
    #expect(rules.problems.count == 1)
    #expect(rules.cause(of: ["write: No space left on device"])?.text == "LAB-1: the lab's disk")
    #expect(rules.cause(of: ["ping: a: Name or service not known"])?.cause == "our DNS")
    #expect(rules.rules.filter { $0.id == "T17" }.count == 1)
}

// MARK: What others have recorded

private func table(_ name: String) -> [[String]] {
    (readText(packageRoot() + "/../shared/corpus/jenkins/triage/\(name).tsv") ?? "").split(separator: "\n").dropFirst()
        .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
}

private let symptoms = table("symptoms")
private let recorded = table("rules")

@Test(.enabled(if: !symptoms.isEmpty, "there is no ../shared/corpus"))
func corpusClassifiesAsExpected() {
    for fields in symptoms {
        guard fields.count == 3 else {
            Issue.record("not three fields: \(fields)")
            continue
        }
        let (wanted, line) = (fields[0], fields[1])
        let found = TriageRule.Source.allCases.compactMap { allShipped.cause(of: [line], from: $0) }
        // The first in the order of the rules, wherever the line stood.
        let first = allShipped.rules.first { rule in found.contains { $0.rule == rule.id } }
        #expect((first?.id ?? "NONE") == wanted, "\(line)")
    }
}

/// Every rule that others have written down is shipped, in their order and in their words.
@Test(.enabled(if: !recorded.isEmpty, "there is no ../shared/corpus"))
func everyRecordedRuleIsShipped() {
    let shipped = TriageReader.shipped.rules.filter { rule in recorded.contains { $0.first == rule.id } }
    #expect(
        shipped.map { [$0.id, $0.cause, $0.advice, $0.retry.rawValue] }
            == recorded.map { $0.count == 7 ? [$0[0], $0[4], $0[5], $0[6]] : $0 })
}

/// Rules of which nobody has recorded a symptom, by lines that their programs are known to write.
@Test(
    arguments: [
        ("T03", .result, "parallel_failed"), ("T04", .result, "skipped"),
        ("T07", .log, "Can't create listen socket: Address already in use at /usr/lib/os-autoinst/backend.pm line 9"),
        ("T08", .log, "write error: No space left on device"),
        ("T09", .log, "qemu-system-x86_64: cannot set up guest memory 'pc.ram': Cannot allocate memory"),
        ("T11", .reason, "backend died: Need variable HDD_1"),
        ("T15", .log, "Architecture x86_64 on a.example does not match aarch64 on b.example"),
        ("T31", .log, "migration succeeded with changed ip"), ("T32", .log, "error: Domain not found: no domain"),
        ("T33", .log, "error: operation failed: domain 'vm1' already exists with uuid 1"),
    ] as [(String, TriageRule.Source, String)])
func shippedRulesKnowWhatNobodyRecorded(_ rule: String, _ source: TriageRule.Source, _ line: String) {
    #expect(allShipped.cause(of: [line], from: source)?.rule == rule)
    // A rule looks only where its symptom can stand.
    if source == .result { #expect(allShipped.cause(of: [line], from: .log)?.rule != rule) }
}

@Test(arguments: [
    ("MEM-01", "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"),
    ("DNS-01", "Error: getaddrinfo ENOTFOUND portal.lab"), ("NET-01", "Error: connect ECONNREFUSED 192.168.3.4:443"),
    ("DISK-01", "Error: ENOSPC: System error, open '/tmp/x'"), ("CMC-01", "Last answer: reason 'source disk is busy'"),
    ("ISC-01", "iscsiadm: Could not login to [iface: default, target: iqn.2001-05]."),
    ("FC-01", "rport-2:0-3: blocked FC remote port time out: removing target"),
    ("VMW-01", "Unable to access file [ds1] a/a.vmdk since it is locked"),
    ("VMW-05", "VMware Tools is not running in the guest"), ("LUN-01", "LUN 3 not found on host"),
    ("SCSI-01", "sd 2:0:0:1: reservation conflict"), ("SCSI-02", "blk_update_request: I/O error, dev sdb"),
    ("CYP-01", "We detected that the Electron Renderer process just crashed."),
    ("CYP-01", "the renderer crashed"),
    (
        "CMC-13",
        "AssertionError: Timed out retrying after 900000ms: expected '<span.session-state>' to contain 'Tracking'"
    ),
    ("CYP-02", "Error: Webpack Compilation Error"),
    ("CYP-07", "AssertionError: Timed out retrying after 4000ms: Expected to find element: `#x`, but never found it."),
])
func shippedRulesKnowTheUsual(_ rule: String, _ line: String) {
    #expect(allShipped.cause(of: [line])?.rule == rule)
}

@Test(arguments: [
    "AssertionError: expected 3 to equal 4", "  ✓ 7. Create migration session (1200ms)", "(Run Finished)",
    "  22 passing (17m)", "disk usage 40%", "expected true to be false",
])
func shippedRulesAreSilentWhereTheyKnowNothing(_ line: String) {
    #expect(allShipped.cause(of: [line]) == nil)
}
