import Testing

@testable import Runs

@Test(arguments: [
    ("Timed out after 30000ms on w2k25", "Timed out after 29871ms on w2k25", true),
    ("disk 0a1b2c3d4e is busy at 14:03:22", "disk ffee00112233 is busy at 9:00:01", true),
    ("cannot reach 192.168.1.5:443", "cannot reach 10.0.0.12:443", true), ("disk is busy", "disk is full", false),
    ("W2K25 is gone", "w2k25 is gone", true),
])
func messagesAreEqualButForWhatDiffersFromHostToHost(_ one: String, _ other: String, _ areEqual: Bool) {
    #expect((FailureKey.normal(one, host: "w2k25") == FailureKey.normal(other, host: "w2k25")) == areEqual)
}

@Test func hostNamesDoNotTellFailuresApart() {
    #expect(
        FailureKey.normal("redhat9.6: no session", host: "redhat9.6")
            == FailureKey.normal("w2k25: no session", host: "w2k25"))
}

private func build(_ name: String, started: Int64, _ hosts: [(String, step: String?, at: Int64)]) throws
    -> BuildSnapshot
{
    var build = BuildSnapshot(name: try BuildName(name), state: .failed, reason: "")
    build.startedAt = Timestamp(seconds: started)
    build.hosts = hosts.map { name, step, at in
        var host = HostSnapshot(name: name, status: step == nil ? .passed : .failed)
        host.stepTitle = step
        host.endedAt = at == 0 ? nil : Timestamp(seconds: at)
        if step != nil {
            host.cause = KnownCause(rule: "R", cause: "the disk is full", advice: "", retry: .maybe, line: "")
        }
        return host
    }
    build.counts = HostCounts(build.hosts.map(\.status))
    return build
}

@Test(arguments: [
    ([1000, 1100, 1600], 3), ([1000, 1300, 1601], 0), ([1000, 1100, 0], 0), ([1000, 1001], 0),
    ([1, 1000, 1200, 1300, 1400], 4),
])
func commonCauseNeedsThreeHostsWithinTenMinutes(_ times: [Int64], _ count: Int) throws {
    let build = try build("b", started: 1, times.enumerated().map { ("h\($0.offset)", "s", $0.element) })
    #expect((CommonCause.all(in: [build]).first?.hosts.count ?? 0) == count)
}

/// One host whose log nobody has read leaves it open whether they have a cause in common.
@Test func aCommonCauseMayBeProvisional() throws {
    var build = try build("b", started: 1, [("h0", "s", 1000), ("h1", "s", 1001), ("h2", "s", 1002)])
    #expect(CommonCause.all(in: [build]).first?.cause.isProvisional == false)
    build.hosts[1].cause?.doubt = .ofAll
    #expect(CommonCause.all(in: [build]).first?.text == "3 hosts within 2s: R?: the disk is full")
}

/// All of them lie within the time that is told.
@Test(arguments: [
    (0, "1s"), (1, "1s"), (1000, "1s"), (1001, "2s"), (59_000, "59s"), (59_001, "1m"), (60_000, "1m"), (61_000, "2m"),
    (400_000, "7m"), (420_000, "7m"), (420_001, "8m"), (600_000, "10m"),
])
func theSpanOfACommonCauseIsRoundedUp(_ milliseconds: Int64, _ span: String) throws {
    var build = try build("b", started: 1, [("h0", "s", 1000), ("h1", "s", 1000), ("h2", "s", 1000)])
    build.hosts[2].endedAt = Timestamp(milliseconds: 1_000_000 + milliseconds)
    #expect(CommonCause.all(in: [build]).first?.text == "3 hosts within \(span): R: the disk is full")
}

/// An older lot of more hosts hides no newer one, and a host of a lot is of no other.
@Test(
    arguments: [
        ([1000, 1100, 1200, 1300, 9000, 9100, 9200], [3, 4]), ([1000, 1100, 1200, 9000, 9100, 9200, 9300], [4, 3]),
        ([1000, 1100, 1200, 9000, 9100], [3]),
        // Of hosts that fail all the time the largest lots are taken out, and what is left beside them counts for itself.
        ([1000, 1300, 1600, 1700, 1800, 1900, 2250, 2500, 2600], [3, 5]),
        ([1000, 1300, 1600, 1900, 2200, 2500], [3, 3]),
        ([1000, 1400, 1800, 2200], []), ((0..<30).map { 1000 + $0 * 100 }, [7, 7, 7, 7]),
    ] as [([Int64], [Int])])
func eachLotOfHostsIsToldOnce(_ times: [Int64], _ counts: [Int]) throws {
    let build = try build("b", started: 1, times.enumerated().map { ("h\($0.offset)", "s", $0.element) })
    let lots = CommonCause.all(in: [build])
    #expect(lots.map(\.hosts.count) == counts)
    #expect(Set(lots.flatMap(\.hosts)).count == lots.map(\.hosts.count).reduce(0, +))
    #expect(lots.allSatisfy { $0.to - $0.from <= CommonCause.window })
}

/// What a log has shown goes before what a record lets suppose; as long as one of them is of a record, in doubt as what
/// hosts have in common is.
@Test func aGroupShowsTheCauseThatALogHasShown() throws {
    var build = try build("b", started: 1, [("h0", "s", 1000), ("h1", "s", 1001)])
    for index in build.hosts.indices { build.hosts[index].cause?.doubt = .ofAll }
    #expect(FailureGroup.groups(of: build.failedHosts).map { $0.cause?.label } == ["R?"])
    #expect(build.failedHosts.first?.cause?.rerun == "from the record alone; its log was not read")
    build.hosts[1].cause = KnownCause(rule: "S", cause: "the path is gone", advice: "", retry: .no, line: "")
    #expect(FailureGroup.groups(of: build.failedHosts).map { $0.cause?.label } == ["S?"])
    // Whether to run it again is what the log says; that not all were read is said beside it.
    #expect(
        FailureGroup.groups(of: build.failedHosts).map { $0.cause?.rerun } == [
            "rerun: cannot help; of some of them only the record was read"
        ])
    build.hosts[0].cause?.doubt = .none
    #expect(FailureGroup.groups(of: build.failedHosts).map { $0.cause?.label } == ["R"])
}

@Test func oneHostInThreeBuildsIsNoCommonCause() throws {
    let builds = try (1...3).map { try build("b\($0)", started: 1, [("same", "s", 1000 + Int64($0))]) }
    #expect(CommonCause.all(in: builds).isEmpty)
}

@Test(arguments: [
    (["a", "b", "a"], true), (["a", "a", "a"], false), (["a", "b", nil], false), (["a", nil, "b", nil, "b"], true),
    ([nil, nil, nil, nil, nil, "a", "b", "c"], false),
])
func suspectFailsInDifferentSteps(_ steps: [String?], _ isSuspect: Bool) throws {
    let builds = try steps.enumerated().map { index, step in
        try build("b\(index)", started: Int64(1000 - index), [("w2k25", step, 0), ("other", nil, 0)])
    }
    #expect(SuspectHost.all(in: builds).map(\.name) == (isSuspect ? ["w2k25"] : []))
}

/// What differs from host to host goes, whatever the message is made of.
@Test(arguments: [
    ("Timed out after 30000ms", "timed out after #ms"), ("id 0a1b2c3d4e5f", "id #"), ("12345678 bytes", "# bytes"),
    ("10.0.0.1:443 is gone", "# is gone"), ("2026-11-20 14:03:22", "# #"), ("deadbeef stays", "deadbeef stays"),
    ("w2k25", "<host>"), ("xw2k25y1", "x<host>y#"), ("W2K25w2k25", "<host><host>"), ("x1y22z333", "x#y#z#"),
    ("a1b22c333", "#"),
    ("Zeit überschritten 5s", "zeit überschritten #s"), ("", ""), ("//..::", "//..::"), ("7", "#"),
])
func normalMessages(_ message: String, _ normal: String) {
    #expect(FailureKey.normal(message, host: "w2k25") == normal)
}

@Test func manyHostsOfOneRuleAtOnce() throws {
    let builds = try (0..<200).map { index in
        try build("b\(index)", started: 1, (0..<50).map { ("h\(index)-\($0)", "s", 1000 + Int64($0)) })
    }
    let common = try #require(CommonCause.all(in: builds).first)
    #expect(common.hosts.count == 10_000 && common.builds.count == 200)
}

/// A build with more hosts of the same rule, hours before, hides nothing.
@Test func anOlderLotHidesNoRecentOne() throws {
    let old = try build("old", started: 1, (0..<4).map { ("d\($0)", "s", 1000 + $0) })
    let new = try (0..<3).map { try build("n\($0)", started: 1, [("c\($0)", "s", 9000 + Int64($0))]) }
    var snapshot = Snapshot(controller: "c", takenAt: Timestamp(seconds: 10_000))
    snapshot.builds = [old] + new
    for index in snapshot.builds.indices { snapshot.builds[index].activeAt = Timestamp(seconds: 9_500) }
    #expect(CommonCause.recent(in: snapshot).map(\.hosts) == [["c0", "c1", "c2"]])
    #expect(CommonCause.all(in: snapshot.builds).map(\.hosts.count) == [3, 4])
}

@Test func recentCausesAreOfSeveralBuilds() throws {
    var snapshot = Snapshot(controller: "c", takenAt: Timestamp(seconds: 100_000))
    func failed(_ name: String, at: Int64) throws -> BuildSnapshot {
        var made = try build(name, started: at - 100, [("\(name)-1", "s", at), ("\(name)-2", "s", at + 1)])
        made.activeAt = Timestamp(seconds: at + 10)
        return made
    }
    snapshot.builds = [try failed("a", at: 99_000), try failed("b", at: 99_200)]
    #expect(CommonCause.recent(in: snapshot).first?.hosts.count == 4)
    snapshot.takenAt = Timestamp(seconds: 99_200 + 86_400 + 20)
    #expect(CommonCause.recent(in: snapshot).isEmpty)
}

/// A mark is of one launch: whoever runs the build again begins without.
@Test(
    arguments: [
        // The launch's start where it is known, that which hosts tell, when the mark was made and of which launch.
        (100, nil, 200, 100, true), (300, nil, 200, 100, false), (nil, nil, 200, 100, false),
        (nil, nil, 200, nil, true), (nil, 300, 200, nil, false), (nil, 150, 200, nil, true), (100, nil, 200, nil, true),
    ] as [(Int64?, Int64?, Int64, Int64?, Bool)])
func marksAreOfOneLaunch(_ launch: Int64?, _ start: Int64?, _ at: Int64, _ of: Int64?, _ stands: Bool) throws {
    var build = try build("b", started: 0, [("h", "s", 180)])
    build.launch.startedAt = launch.map { Timestamp(seconds: $0) }
    build.startedAt = (launch ?? start).map { Timestamp(seconds: $0) }
    var mark = FailureMark(host: "h", subRun: nil)
    mark.claim = FailureMark.Stamp(by: "alice", at: Timestamp(seconds: at))
    mark.launch = of.map { Timestamp(seconds: $0) }
    #expect((mark.standing(in: build) != nil) == stands)
}

@Test func onlyWhatIsOldGoesFromAMark() throws {
    var build = try build("b", started: 100, [("h", "s", 180)])
    build.launch.startedAt = build.startedAt
    var mark = FailureMark(host: "h", subRun: nil)
    mark.claim = FailureMark.Stamp(by: "alice", at: Timestamp(seconds: 50))
    mark.waiver = FailureMark.Stamp(by: "bob", at: Timestamp(seconds: 150))
    mark.comment = "fan"
    #expect(mark.standing(in: build)?.text == "waived by bob: fan")
}

/// Hosts of one name in two sub-runs are told apart wherever they are named.
@Test func hostsOfSubRunsHaveTwoNames() throws {
    var build = try build("b", started: 1, [("w2k25", "s", 5), ("w2k25", "s", 6)])
    build.hosts[0].subRun = SubRunKey("linux")
    build.hosts[1].subRun = SubRunKey("windows")
    #expect(build.failedHosts.map(\.name) == ["w2k25 (linux)", "w2k25 (windows)"])
    #expect(FailureGroup.groups(of: build.failedHosts).map(\.names) == ["w2k25 (linux), w2k25 (windows)"])
    #expect(CommonCause.all(in: [build]).isEmpty)
}

/// One host that fails alike again and again is one host, wherever it is told of.
@Test func aHostOfManyBuildsIsOneHost() throws {
    let builds = try (1...11).map { try build("b\($0)", started: Int64($0), [("redhat9.6", "s", 1000)]) }
    let one = try #require(FailureGroup.groups(of: builds.flatMap(\.failedHosts)).first)
    #expect(one.members.count == 11 && one.hosts.count == 1)
    #expect(one.title == "redhat9.6 in 11 builds")
    #expect(one.lines.first?.hasPrefix("redhat9.6 in 11 builds: ") == true)
    #expect(!one.lines.contains { $0.hasPrefix("  hosts: ") })
    let other = try build("c", started: 20, [("w2k25", "s", 1000)])
    let two = try #require(FailureGroup.groups(of: (builds + [other]).flatMap(\.failedHosts)).first)
    #expect(two.title == "2 hosts")
    #expect(two.lines.contains("  hosts: redhat9.6 in 11 builds, w2k25"))
}

/// What a record keeps of a failure, and its log, are one kind: nothing moves in a list when the log is read.
@Test func aRecordAndALogGiveOneKey() throws {
    let message = "`cy.request()` failed on:\n\nhttps://portal.lab/a\n\n  > 500: Internal Server Error"
    var read = HostSnapshot(name: "w2k25", status: .failed, detail: "step 7. Create: `cy.request()` failed on:")
    (read.step, read.stepTitle) = (7, "Create")
    var recorded = read
    read.failures = [HostFailure(step: 7, title: "Create", failure: Failure(path: [], message: message))]
    recorded.recordedMessage = Failure(path: [], message: message).headline
    let name = try BuildName("b")
    #expect(
        FailedHost(read, of: name, flow: .unknown).key == FailedHost(recorded, of: name, flow: .unknown).key)
}

/// What lists of failures show is made ahead of time, and never outlives what it was made of.
@Test func rememberedFailures() throws {
    var remembered = try build("b", started: 1, [("one", "s", 1000), ("two", "s", 1000), ("three", nil, 1000)])
    let plain = remembered
    remembered.rememberFailures()
    #expect(remembered == plain)
    #expect(remembered.failedHosts == plain.failedHosts && remembered.failedHosts.count == 2)
    remembered.hosts[2].status = .failed
    #expect(remembered.failedHosts.map(\.name) == ["one", "two", "three"])
    remembered.rememberFailures()
    remembered.flow = Flow.unknown
    remembered.hosts.removeFirst()
    #expect(remembered.failedHosts.map(\.name) == ["two", "three"])
    #expect(remembered.failedHosts { $0.name == "three" }.map(\.name) == ["three"])
}

/// A record knows a step's number, a log its title too: one step is one, whatever tells of it.
@Test func oneStepOfALogAndOfARecordIsOne() throws {
    var builds = try (0..<3).map { try build("b\($0)", started: Int64($0), [("w2k25", "Create", 0)]) }
    builds[0].hosts[0].step = 7
    builds[1].hosts[0].stepTitle = nil
    builds[1].hosts[0].step = 7
    #expect(SuspectHost.all(in: builds).isEmpty)
    builds[1].hosts[0].step = 8
    #expect(SuspectHost.all(in: builds).map(\.steps) == [["Create", "step 8"]])
    builds[1].hosts[0].step = nil
    #expect(SuspectHost.all(in: builds).isEmpty, "nobody knows where it failed")
}
