import Formats
import Runs
import Testing

/// `failures.json`, whoever has written it.
@Suite struct FailureMarksTests {
    private static let at = #""waived_by":"bob","waived_at":"2026-11-20T14:03:22Z""#

    @Test(
        arguments: [
            (#"{"schema":1,"marks":[]}"#, ""),
            (#"{"schema":1,"marks":[1,{},{"host":5},{"host":"a"},null]}"#, ""),
            (
                #"{"schema":1,"marks":[{"host":"a","claimed_by":"al\u001bice","claimed_at":"2026-11-20T14:03:22Z"}]}"#,
                "a: al␛ice looks at it"
            ),
            (#"{"schema":1,"marks":[{"host":"a","claimed_by":"alice","claimed_at":"soon"}]}"#, ""),
            // Nobody waives without saying why.
            (#"{"schema":1,"marks":[{"host":"a",\#(at)}]}"#, ""),
            (#"{"schema":1,"marks":[{"host":"a",\#(at),"comment":" "}]}"#, ""),
            (#"{"schema":1,"marks":[{"host":"a",\#(at),"comment":"fan"}],"x":1}"#, "a: waived by bob: fan"),
            // That of a sub-run that cannot be is not one of the whole build.
            (#"{"schema":1,"marks":[{"host":"a","subrun":"../x",\#(at),"comment":"fan"}]}"#, ""),
            (#"{"schema":1,"marks":{}}"#, nil), (#"{"schema":1}"#, nil), (#"{"schema":2,"marks":[]}"#, nil),
            (#"{"schema":0,"marks":[]}"#, nil), (#"{"schema":-9,"marks":[]}"#, nil), ("", nil), ("[]", nil), ("{", nil),
        ] as [(String, String?)])
    func marksAreReadAsFarAsTheyCanBe(_ text: String, _ marks: String?) {
        let file = try? FailureMarksFile(Array(text.utf8))
        #expect(file.map { $0.marks.map { "\($0.host): \($0.text)" }.joined(separator: "\n") } == marks)
    }

    /// Whatever else a damaged file is, it is no crash, and what was read of it can be written and read again.
    @Test func damagedMarksAreReadOrRefused() throws {
        let whole =
            #"{"schema":1,"marks":[{"host":"a","subrun":"k","claimed_by":"al",\#(Self.at),"comment":"c\u0000\n"}]}"#
        let bytes = Array(whole.utf8)
        for place in bytes.indices {
            for byte in [0x00, 0x22, 0x5B, 0x7B, 0x39, 0xFF] as [UInt8] {
                var damaged = bytes
                damaged[place] = byte
                guard let file = try? FailureMarksFile(damaged) else { continue }
                #expect(try FailureMarksFile(Array(file.text.utf8)) == file)
            }
            _ = try? FailureMarksFile(Array(bytes[..<place]))
        }
    }

    @Test func whatFillsAScreenIsCut() throws {
        var file = FailureMarksFile()
        var mark = FailureMark(host: "a", subRun: nil)
        mark.waiver = FailureMark.Stamp(by: String(repeating: "b", count: 500), at: Timestamp(seconds: 1))
        mark.comment = String(repeating: "x", count: 500_000)
        file["a", nil] = mark
        let read = try FailureMarksFile(Array(file.text.utf8))
        #expect(read.marks.first?.comment?.count == FailureMark.commentLimit)
        #expect(read.marks.first?.waiver?.by.count == 120)
    }

    /// Hosts of one name in two sub-runs, and what a detail leaves out of a failure.
    @Test func aStateTellsHostsOfSubRunsApart() throws {
        var file = try StateFile(Array(#"{"schema":1,"build":"b","state":"FAILED"}"#.utf8))
        var hosts = ["linux", "windows"].map { key in
            var host = RecordedHost(name: "w2k25", status: "FAIL")
            host.subRun = SubRunKey(key)
            return host
        }
        hosts[0].message = "failed on: https://portal.lab"
        file.record.hosts = hosts
        #expect(try StateFile(Array(file.text.utf8)).record.hosts == hosts)
    }
}
