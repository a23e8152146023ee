import Formats
import Runs
import TestKit
import Testing

/// The small files of a build: state, timeline, inventory.
@Suite struct FileTests {
    private static let state = """
        {"schema":1,"future":{"a":[1]},"build":"b1","template":"cmc-e2e","state":"RUNNING","categorize":true,
        "started_at":"2026-11-20T14:03:22Z","ended_at":"2026-11-20T15:03:22Z","updated_at":"2026-11-20T15:03:23Z",
        "log":"/tmp/b1.log","summary":{"total":3,"finished":3,"passed":1,"failed":1,"skipped":1,"running":0},
        "currents_url":"https://x.test/1","reason":"why",
        "hosts":[{"name":"redhat9.6","kernel":"5.14","status":"FAIL","step":7,"steps_total":22,"extra":true,
        "started_at":"2026-11-20T14:04:00Z","ended_at":"2026-11-20T14:05:00Z","detail":"d"}],
        "subruns":[{"key":"linux","state":"COMPLETED","posted_at":"2026-11-20T15:00:00Z","more":1}]}
        """

    @Test func everyFieldOfAStateIsRead() throws {
        let file = try StateFile(Array(Self.state.utf8))
        #expect((file.build, file.template, file.log) == ("b1", "cmc-e2e", "/tmp/b1.log"))
        #expect(file.isCategorized == true)
        var record = RecordedState(state: .running)
        (record.reason, record.url) = ("why", "https://x.test/1")
        record.startedAt = Timestamp(rfc3339: "2026-11-20T14:03:22Z")
        record.endedAt = Timestamp(rfc3339: "2026-11-20T15:03:22Z")
        record.updatedAt = Timestamp(rfc3339: "2026-11-20T15:03:23Z")
        record.summary = HostCounts(total: 3, passed: 1, failed: 1, skipped: 1, running: 0)
        var host = RecordedHost(name: "redhat9.6", status: "FAIL")
        (host.kernel, host.step, host.stepsTotal, host.detail) = ("5.14", 7, 22, "d")
        host.startedAt = Timestamp(rfc3339: "2026-11-20T14:04:00Z")
        host.endedAt = Timestamp(rfc3339: "2026-11-20T14:05:00Z")
        record.hosts = [host]
        record.subRuns = [
            RecordedSubRun(key: "linux", state: .completed, postedAt: Timestamp(rfc3339: "2026-11-20T15:00:00Z"))
        ]
        #expect(file.record == record)
    }

    @Test func unknownFieldsOfAStateSurvive() throws {
        var file = try StateFile(Array(Self.state.utf8))
        file.record.state = .failed
        let written = try JSONValue(json: file.text)
        #expect(written["state"] == .string("FAILED"))
        #expect(written["future"] == .object(["a": .array([.integer(1)])]))
        #expect(written["hosts"]?.array?.first?["extra"] == .bool(true))
        #expect(written["subruns"]?.array?.first?["more"] == .integer(1))
        var wanted = file.record
        // The contract's summary has four figures; how many hosts there are follows from the hosts themselves.
        wanted.summary?.total = 0
        #expect(try StateFile(Array(file.text.utf8)).record == wanted)
    }

    @Test(arguments: [
        ("", "empty"), ("{\"schema\":1", "not JSON"), ("[]", "no JSON object"), ("{}", "no schema"),
        ("{\"schema\":\"1\",\"state\":\"RUNNING\"}", "no schema"), ("{\"schema\":99,\"state\":\"RUNNING\"}", "newer"),
        ("{\"schema\":1}", "none of those known"), ("{\"schema\":1,\"state\":\"running?\"}", "none of those known"),
    ])
    func aStateThatCannotBeUsedSaysWhy(_ text: String, _ reason: String) {
        let problem = #expect(throws: FileFormatProblem.self) { try StateFile(Array(text.utf8)) }
        #expect(problem?.description.contains(reason) == true)
        #expect(problem?.description.contains("\n") == false)
    }

    @Test func fieldsOfAnotherTypeAreMissing() throws {
        let text = """
            {"schema":1,"state":"HUNG","build":7,"template":[],"categorize":"yes","started_at":5,"updated_at":"soon",
            "summary":[],"hosts":[1,{"name":2},{"name":"a","step":"x"}],"subruns":[{"key":"k","state":"?"}],"reason":{}}
            """
        let file = try StateFile(Array(text.utf8))
        var record = RecordedState(state: .hung)
        record.hosts = [RecordedHost(name: "a", status: "")]
        #expect(file.record == record)
        #expect(file.build.isEmpty)
        #expect(file.template == nil)
        #expect(file.isCategorized == nil)
    }

    /// Others count on with these numbers.
    @Test(arguments: ["9223372036854775807", "-9223372036854775808", "-1", "1e18", "0.5"])
    func numbersThatCountNothingAreMissing(_ number: String) throws {
        let text = """
            {"schema":1,"state":"RUNNING","summary":{"passed":\(number),"failed":\(number),"skipped":1,"running":0},
            "hosts":[{"name":"a","status":"RUNNING","step":\(number),"steps_total":\(number)}]}
            """
        let record = try StateFile(Array(text.utf8)).record
        #expect(record.summary?.finished == 1)
        #expect(record.hosts.map(\.step) == [nil] && record.hosts.map(\.stepsTotal) == [nil])
        let post = #"{"phase":"retrying","sha256":"0","failures":\#(number),"order":\#(number)}"#
        let file = PostFile(Array(post.utf8))
        #expect(file?.failures == 0 && file?.order == 0)
    }

    // MARK: Timeline

    @Test func aLogFollowedLiveCanBeTimedAgain() {
        let bytes = SampleLog.twoHosts.bytes
        let time = Timestamp(milliseconds: 1_763_640_202_120)
        var live = CypressLog()
        live.feed(bytes.span.bytes, arrival: time)
        live.finish(arrival: time)
        var text = ""
        for (number, run) in live.log.runs.enumerated() {
            typealias Stamp = TimelineFile.Stamp
            func add(_ event: TimelineFile.Event, _ spec: SpecRecord? = nil, _ step: StepRecord? = nil) {
                var stamp = TimelineFile.stamps(in: Array(#"{"at":"2026-11-20T14:03:22Z","fact":"step","run":1}"#.utf8))
                    .stamps[0]
                (stamp.at, stamp.event, stamp.run) = (time, event, number + 1)
                (stamp.index, stamp.spec, stamp.title) = (spec?.index, spec?.path, step?.title)
                stamp.status = step?.status.rawValue
                text += TimelineFile.line(for: stamp)
            }
            add(.runStarted)
            for spec in run.specs {
                add(.specStarted, spec)
                for step in spec.steps { add(.step, spec, step) }
                add(.specEnded, spec)
            }
            add(.runEnded)
        }
        let (stamps, unreadable) = TimelineFile.stamps(in: Array(text.utf8))
        #expect(unreadable == 0)
        #expect(stamps.count == 12)
        var log = read(bytes)
        TimelineFile.apply(stamps, to: &log)
        #expect(log == live.log)
    }

    @Test(arguments: [
        (#"{"at":"2026-11-20T14:03:22.120Z","fact":"run_started","run":1}"#, 1, 0),
        (#"{"at":"2026-11-20T14:03:22.120Z","fact":"run_started","run":0}"#, 0, 1),
        (#"{"at":"2026-11-20T14:03:22.120Z","fact":"run_sta"#, 0, 1), ("garbage\n\n[]\n", 0, 2),
        (#"{"at":"today","fact":"step","run":1}"#, 0, 1), (#"{"at":"2026-11-20T14:03:22Z","fact":"x","run":1}"#, 0, 1),
    ])
    func linesThatAreNoneAreCounted(_ text: String, _ read: Int, _ unreadable: Int) {
        let (stamps, passedOver) = TimelineFile.stamps(in: Array(text.utf8))
        #expect((stamps.count, passedOver) == (read, unreadable))
    }

    @Test(
        arguments: [
            ("1", 0), ("2", 0), ("9", 1), ("9223372036854775807", 1), ("0", nil), ("-1", nil),
            ("-9223372036854775808", nil),
        ] as [(String, Int?)])
    func aPlaceThatNoSpecHasIsNoPlace(_ index: String, _ unused: Int?) {
        let text = #"{"at":"2026-11-20T14:03:22Z","fact":"spec_started","run":1,"index":\#(index)}"#
        let (stamps, unreadable) = TimelineFile.stamps(in: Array(text.utf8))
        #expect(unreadable == (unused == nil ? 1 : 0))
        var log = read(SampleLog.twoHosts.text)
        #expect(TimelineFile.apply(stamps, to: &log).count == unused ?? 0)
    }

    // MARK: Inventory

    private static let inventory = Inventory(
        markdown: Array(
            """
            # Machines
            | VM | OS | `Kernel` |
            |:---|----|:------:|
            | **RedHat9.6** | RHEL | `5.14.0-570` |
            | sles15 | SLES | - |
            | redhat9.6 | again | 1.0 |

            | Host | Memory |
            |---|---|
            | nokernel | 4 |

            Name | Kernel version
            --- | ---
            ubuntu22 | 5.15 \\| hwe
            """.utf8))

    @Test(
        arguments: [
            ("redhat9.6", nil, "5.14.0-570"), ("REDHAT9.6", nil, "5.14.0-570"),
            ("cmc-e2e-redhat9.6", "cmc-e2e", "5.14.0-570"),
            ("redhat9.6_CMC", "cmc", "5.14.0-570"), ("ubuntu22", nil, "5.15 | hwe"), ("sles15", nil, nil),
            ("nokernel", nil, nil), ("cmcredhat9.6", "cmc", nil), ("cmc-e2e-redhat9.6", nil, nil), ("", "", nil),
        ] as [(String, String?, String?)])
    func kernels(_ name: String, _ template: String?, _ kernel: String?) {
        #expect(Self.inventory.host(name, template: template)?.kernel == kernel)
        #expect(Self.inventory.count == 2)
    }
}
