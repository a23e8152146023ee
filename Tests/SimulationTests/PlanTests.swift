import Runs
import Simulation
import Testing

@Suite struct PlanTests {
    @Test(arguments: [(1, 1), (2, 3), (4, 2), (8, 3), (9, 1), (40, 5), (3, 30)])
    func hasAsManyAsAskedFor(_ builds: Int, hosts: Int) throws {
        let plan = try DemoPlan.standard(builds: builds, hosts: hosts, seed: 1)
        #expect(plan.runs.count == builds)
        #expect(plan.runs.allSatisfy { $0.script.hosts.count == hosts })
        #expect(Set(plan.runs.map(\.script.build)).count == builds)
        for run in plan.runs {
            #expect(Set(run.script.hosts.map(\.name)).count == hosts)
            #expect(run.script.hosts.allSatisfy { LabHost.named($0.name) != nil })
            #expect(!run.script.steps.isEmpty)
        }
    }

    @Test func nothingAskedForIsOneOfEach() throws {
        let plan = try DemoPlan.standard(builds: 0, hosts: 0, seed: 1)
        #expect(plan.runs.map { $0.script.hosts.count } == [1])
    }

    @Test func theFirstFrameIsFull() throws {
        let folder = TemporaryFolder()
        let plan = try DemoPlan.standard(builds: 9, hosts: 3, seed: 1)
        let now = Timestamp(seconds: 1_795_183_402)
        let player = try SimulatedController(root: folder.path, seed: 1, speed: 10).player(for: plan, beginning: now)
        let names = plan.runs.map(\.script.build.text)
        #expect(names[0] == "e2e-redhat9.6-ubuntu24.04-w2k25-fc")
        func state(_ index: Int) -> String {
            Files.text("\(folder.path)/var/lib/atvm-run-watcher/\(names[index])/state.json") ?? ""
        }
        let states = ["RUNNING", "RUNNING", "RUNNING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED", "TERMINATED"]
        for (index, name) in states.enumerated() {
            #expect(state(index).contains("\"state\":\"\(name)\""), "\(names[index])")
        }
        #expect(state(8).isEmpty, "the last build is yet to be launched")
        #expect(state(1).contains("\"categorize\":true"))
        #expect(plan.runs[1].script.groups.map(\.name) == ["linux", "windows"])
        #expect(state(2).contains("\"failed\":1"))
        // Running: the first host has passed, the second is in progress, and there is more to come.
        let log = try #require(Files.text("\(folder.path)/tmp/\(names[0]).log"))
        #expect(log.contains("(2 of 3)") && !log.contains("(3 of 3)"))
        #expect(player.nextDue != nil)
        // Hanging: nothing has been written for longer than the window of 90 minutes.
        let silent = try #require(Files.status("\(folder.path)/tmp/\(names[3]).log")?.modified)
        #expect(silent == Int(now.wholeSeconds) - 110 * 60)
        #expect(Files.exists("\(folder.path)/var/lib/atvm-run-watcher/\(names[6])/cancelled.marker"))
    }

    /// Reports of all builds lie in one folder: two runs of one host at the same time could not be told apart.
    @Test(arguments: [(9, 3), (20, 5), (12, 1), (7, 16)])
    func noHostIsInTwoRunsAtOnce(_ builds: Int, hosts: Int) throws {
        try expectApart(try DemoPlan.standard(builds: builds, hosts: hosts, seed: 2).runs)
        let load = LoadPlan(builds: builds, hosts: hosts, running: 3)
        try expectApart(try (0..<builds).map { try load.run($0) })
    }

    private func expectApart(_ runs: [PlannedRun]) throws {
        let now = Timestamp(seconds: 1_795_183_402)
        let spans = runs.map { run in
            let play = RunPlay(run.script, seed: 2)
            let schedule = run.schedule(for: play, beginning: now, speed: 1)
            var end = schedule.moment(of: play.length)
            if run.script.hosts.contains(where: { $0.turns.values.contains(.hangs) }) { end = max(end, now) }
            return (hosts: Set(run.script.hosts.map(\.name)), began: schedule.launch, end: end)
        }
        for (index, one) in spans.enumerated() {
            for other in spans.dropFirst(index + 1) where one.began < other.end && other.began < one.end {
                #expect(one.hosts.isDisjoint(with: other.hosts))
            }
        }
    }

    @Test func loadPlansAreFinishedButForTheFirst() throws {
        let plan = LoadPlan(builds: 20, hosts: 4, running: 2)
        let entrances = try (0..<plan.builds).map { try plan.run($0).entrance }
        let running = entrances.count { entrance in
            if case .running = entrance { true } else { false }
        }
        #expect(running == 2)
        #expect(Set(try (0..<plan.builds).map { try plan.run($0).script.build }).count == 20)
    }

    @Test func hostNamesGoRoundTheLab() {
        #expect(LabHost.names(3, from: 14) == ["w2k19", "redhat9.6-2", "ubuntu24.04-2"])
        #expect(LabHost.names(31).last == "redhat9.6-3")
        #expect(LabHost.named("redhat9.6-2")?.kernel == LabHost.named("redhat9.6")?.kernel)
        #expect(LabHost.named("redhat9") == nil)
    }

    @Test func theSampleInventoryIsThatOfTheLab() throws {
        let sample = try #require(Files.text("\(Files.package)/inventory/vm-inventory.md"))
        for host in LabHost.all {
            let row = "\n| \(host.name) | \(host.address) | \(host.system) | \(host.kernel) |\n"
            #expect(sample.contains(row), "\(host.name)")
        }
    }

    @Test func inventoriesListNumberedHostsToo() {
        let text = LabInventory.markdown(for: ["redhat9.6-2", "w2k25", "unheard-of"])
        #expect(text.contains("## Linux\n\n| Host | IP | OS | Kernel |\n|---|---|---|---|\n| redhat9.6-2 | "))
        #expect(text.contains("## Windows\n\n| Host |"))
        #expect(!text.contains("unheard-of"))
    }
}

@Suite struct SeededRandomTests {
    /// The first numbers of SplitMix64 from seed 1234567, as its author published them.
    @Test func isSplitMix64() {
        var random = SeededRandom(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
    }

    @Test func staysInItsRange() {
        var random = SeededRandom(seed: 9)
        for _ in 0..<500 {
            #expect((0..<7).contains(random.number(below: 7)))
            #expect((.seconds(2)...(.seconds(3))).contains(random.duration(.seconds(2)...(.seconds(3)))))
        }
        #expect(random.number(below: 0) == 0)
    }
}
