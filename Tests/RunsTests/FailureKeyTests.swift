import Testing

@testable import Runs

/// What is equal but for ids, addresses and times is one kind of failure; what differs is two.
@Test(arguments: [
    (
        "session 550e8400-e29b-41d4-a716-446655440000 is gone", "session f47ac10b-58cc-4372-a567-0e02b2c3d479 is gone",
        true
    ),
    ("session abcdefab-cdef-abcd-efab-cdefabcdefab", "session 00000000-0000-0000-0000-000000000001", true),
    ("no lease for 00:50:56:a1:b2:c3 yet", "no lease for de:ad:be:ef:00:11 yet", true),
    ("no lease for 00-50-56-a1-b2-c3", "no lease for de-ad-be-ef-00-11", true),
    ("rport 50:06:01:60:3b:20:11:aa lost", "rport 21:00:00:24:ff:4c:12:34 lost", true),
    ("path naa.600601603b2011aa is dead", "path naa.5000c500a1b2c3d4 is dead", true),
    ("cannot reach fe80::1ff:fe23:4567:890a", "cannot reach 2001:db8::1", true),
    ("cannot reach [2001:db8:0:0:0:0:0:1]:443", "cannot reach [fe80::2]:80", true),
    ("handle 0x7f3a is stale", "handle 0x12 is stale", true),
    ("stopped at Fri Nov 20 14:03:22 2026", "stopped at Sat Dec 1 09:03:22 2026", true),
    ("Date: Fri, 20 Nov 2026 14:03:22 GMT", "Date: Sat, 1 Dec 2026 09:03:22 GMT", true),
    ("stopped at 2026-11-20T14:03:22Z", "stopped at 2026-11-21T01:00:00Z", true),
    ("took 1h 05m 09s, too long", "took 9s, too long", true), ("took 5m 09s", "took 12m 0s", true),
    ("expected 3 to equal 4", "expected 30 to equal 4", true), ("port 443 is shut", "port 80 is shut", true),
    ("pid 4711 died at /tmp/a.9/x", "pid 12 died at /tmp/a.1234/x", true),
    ("failed with status code 404", "failed with status code 503", false),
    ("exited with exit code 137", "exited with exit code 1", false), ("exit code: 1", "exit code: 2", false),
    ("HTTP 404", "HTTP 500", false), ("failed on: > 500: Internal", "failed on: > 404: Internal", false),
    ("> 500: Internal", "> 404: Internal", false),
    ("[Errno -2] unknown", "[Errno -3] unknown", false), ("Error 1603", "Error 1618", false),
    ("Error: 3 hosts", "Error: 4 hosts", true), ("code 123456", "code 654321", true),
    ("std::bad_alloc", "std::bad_cast", false), ("dead::beef", "dead::cafe", false), ("may fail", "jun fail", false),
    ("sun is up", "sat is up", false), ("disk a is busy", "disk b is busy", false), ("cafe:", "beef:", false),
])
func failuresOfOneKind(_ one: String, _ other: String, _ areEqual: Bool) {
    let keys = [FailureKey.normal(one, host: "w2k25"), FailureKey.normal(other, host: "redhat9.6")]
    #expect((keys[0] == keys[1]) == areEqual, "\(keys)")
}

/// Numbers tell failures apart where they say what has failed, in the words of the programs that runs call.
@Test(arguments: [
    ("curl: (22) The requested URL returned error: %", "404", "503", false),
    ("curl: (22) The requested URL returned error: % Not Found", "404", "410", false),
    ("curl: (%) Connection failed", "7", "28", false), ("curl: (28) Timed out after % ms", "5000", "5001", true),
    ("curl: (7) Failed to connect to 10.0.0.1 port %", "443", "80", true), ("Exited with %", "12", "13", false),
    ("Exited with %.", "12", "13", false), ("it exited with % after 30s", "12", "13", false),
    ("exited with % errors", "12", "13", true), ("exited with % of 20 checks", "12", "13", true),
    ("Exited with %s", "12", "13", true), ("ssh: exit %", "1", "255", false), ("exited (%)", "1", "255", false),
    ("exit(%)", "1", "255", false), ("the server responded with a status of % ()", "404", "500", false),
    ("HTTP/1.1 %", "404", "503", false), ("HTTP/2 % Service Unavailable", "503", "504", false),
    ("the portal returned %", "404", "503", false), ("the query returned %", "12", "13", true),
    ("the query returned % rows", "404", "503", true), ("wget: server returned error: HTTP/1.1 %", "404", "500", false),
    ("Error: % of 12 regions not copied", "3", "5", true), ("Error: % files are missing", "404", "503", true),
    ("error: %", "5", "6", false), ("error: %.5 is old", "5", "6", true), ("error: %:12:01 is late", "10", "11", true),
    ("error: %-5 of them", "5", "6", true), ("error: %% of it", "5", "6", true), ("terror: %", "5", "6", true),
    ("error: %", "404404", "503503", true), ("answered % in 30 s", "500", "502", false),
    ("answered % ms later", "500", "502", true), ("it took % tries", "404", "503", true),
])
func numbersThatNameAFault(_ text: String, _ one: String, _ other: String, _ areEqual: Bool) {
    let keys = [one, other].map { number in
        FailureKey.normal(text.replacing("%", with: number, maxReplacements: 1), host: "w2k25")
    }
    #expect((keys[0] == keys[1]) == areEqual, "\(keys)")
}

/// Any bytes, with ids cut off at any place, give some key, and the same one each time.
@Test func anyMessageHasAKey() {
    let whole =
        "0x7f 550e8400-e29b-41d4-a716-446655440000 00:50:56:a1:b2:c3 fe80::1:2 1h 05m 09s > 500: Fri Nov 20 ü\u{301}\u{0}"
    for start in whole.indices {
        for end in whole.indices[start...] {
            let message = String(whole[start..<end])
            let key = FailureKey.normal(message, host: "a1")
            #expect(key == FailureKey.normal(message.uppercased(), host: "A1"))
            #expect(key.isEmpty == message.isEmpty)
        }
    }
}

@Test(arguments: [
    ("one line", "one line"), ("\n  first \nsecond", "first"), ("", ""), ("\u{1B}[31mred\nx", "␛[31mred"),
    (
        "`cy.request()` failed on:\n\nhttps://portal.lab/a\n\nThe response was:\n\n  > 500: Internal Server Error\n\nmore",
        "`cy.request()` failed on: https://portal.lab/a > 500: Internal Server Error"
    ),
    ("failed:\nbecause:\nof:\nthis:\nand that", "failed: because: of: this:"), ("failed:", "failed:"),
    ("a line\n  > 404: Not Found", "a line"),
])
func headlines(_ message: String, _ headline: String) {
    #expect(Failure(path: [], message: message).headline == headline)
}

@Test func aHeadlineHasAnEnd() {
    let headline = Failure(path: [], message: String(repeating: "ü", count: 1_000_000)).headline
    #expect(headline.count == Failure.headlineLimit && headline.hasSuffix("…"))
}
