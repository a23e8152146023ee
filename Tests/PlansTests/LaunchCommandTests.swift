import Plans
import Runs
import Testing

/// How the commands of a launch are made, and cut down again.
@Suite struct LaunchCommandTests {
    private static let template =
        "python3 ./cmc-templates.py --template_name {template} --config_file {config_file} [--hosts {hosts}] "
        + "[--integration {integration}] {categorize} {flags}"

    private var values: LaunchValues {
        var values = LaunchValues()
        (values.build, values.template, values.configFile) = ("b", "cmc-e2e", "cypress.atvm-config-gold.ts")
        return values
    }

    @Test func leavesOutWhatHasNoValue() throws {
        let composed = try CommandPattern(Self.template).command(with: values)
        let line = "python3 ./cmc-templates.py --template_name cmc-e2e --config_file cypress.atvm-config-gold.ts"
        #expect(composed.line == line)
        #expect(composed.missing.isEmpty)
    }

    @Test func putsEveryValueIn() throws {
        var values = values
        values.hosts = ["redhat9.6", "w2k25"]
        values.integration = "pure with fc"
        values.isCategorized = true
        values.flags = ["--ignore_force_shutdown", "--x"]
        #expect(
            try CommandPattern(Self.template).command(with: values).line.hasSuffix(
                " --hosts redhat9.6,w2k25 --integration 'pure with fc' --categorize --ignore_force_shutdown --x"))
    }

    @Test func showsTheBlanksThatStillLackAValue() throws {
        let composed = try CommandPattern("run {template} --config={config_file}").command(with: LaunchValues())
        #expect(composed.missing == [.template, .configFile])
        #expect(composed.line.contains("{template}"))
    }

    /// Whatever a value holds, it stays one word.
    @Test(arguments: ["a b", "a'b", "$(id)", "; rm -rf /", "\"", "a,b", "--x", "{build_name}", "]"])
    func aValueStaysAValue(_ value: String) throws {
        var values = values
        values.integration = value
        let line = try CommandPattern("run --integration {integration} --name={integration} end").command(with: values)
        #expect(ShellWords.split(line.line) == ["run", "--integration", value, "--name=\(value)", "end"])
    }

    @Test(arguments: [
        ("", CommandPatternProblem.empty), ("run 'a", .openQuote), ("run [a", .brackets), ("run a]", .brackets),
        ("run [a [b]]", .brackets), ("run {template", .braces), ("run {tempalte}", .unknown("tempalte")),
    ])
    func refusesWhatIsNoPattern(_ text: String, _ problem: CommandPatternProblem) {
        #expect(throws: problem) { try CommandPattern(text) }
    }

    // MARK: Names

    @Test(arguments: [
        ("cmc-e2e", ["redhat9.6", "ubuntu24.04", "w2k25"], "pure with fc", "e2e-redhat9.6-ubuntu24.04-w2k25-fc"),
        ("cmc-systemOS", ["w2k22"], "FC", "systemos-w2k22-fc"), ("cmc-reboot", ["a"], "", "reboot-a"),
        ("own", [], "", "own"), ("", ["w2k25"], "plugin", "w2k25"), ("cmc-e2e", ["we ird/host"], "", "e2e-we-ird-host"),
        ("cmc-e2e", ["taken"], "", "e2e-taken-2"),
    ])
    func proposesAName(_ template: String, _ hosts: [String], _ integration: String, _ wanted: String) {
        let name = BuildNameProposal.name(template: template, hosts: hosts, integration: integration) {
            $0.text == "e2e-taken"
        }
        #expect(name?.text == wanted)
    }

    @Test func aNameOfManyHostsSaysHowManyMore() throws {
        let hosts = (1...60).map { "redhat9.\($0)" }
        let name = BuildNameProposal.name(template: "cmc-e2e", hosts: hosts, integration: "fc") { _ in false }
        #expect(name?.text.hasSuffix("-more-fc") == true)
        #expect(name?.text.hasPrefix("e2e-redhat9.1-redhat9.2-") == true)
    }

    @Test func nothingGivesNoName() {
        #expect(BuildNameProposal.name(template: "", hosts: [], integration: "") { _ in false } == nil)
    }

    @Test(arguments: [
        ("b", "b-3"), ("b-2", "b-3"), ("b-7", "b-8"), ("e2e-w2k25", "e2e-w2k25-2"), ("b-2025", "b-2025-2"),
    ])
    func numbersTheNext(_ name: String, _ wanted: String) throws {
        let taken = Set(["b", "b-2", "e2e-w2k25", "b-2025"])
        #expect(BuildNameProposal.next(after: try BuildName(name)) { taken.contains($0.text) }?.text == wanted)
    }

    // MARK: Only some hosts

    private static let all = ["redhat9.6", "ubuntu24.04", "w2k25"]

    @Test(arguments: [
        ("t.py --hosts redhat9.6,ubuntu24.04,w2k25 --x", "t.py --hosts ubuntu24.04,w2k25 --x"),
        ("t.py --hosts=redhat9.6,ubuntu24.04,w2k25", "t.py --hosts=ubuntu24.04,w2k25"),
        ("t.py --vms redhat9.6 ubuntu24.04 w2k25 -c f", "t.py --vms ubuntu24.04 w2k25 -c f"),
        ("t.py --hosts 'redhat9.6 ubuntu24.04 w2k25'", "t.py --hosts 'ubuntu24.04 w2k25'"),
        ("t.py --only W2K25,Ubuntu24.04", "t.py --only W2K25,Ubuntu24.04"),
        ("t.py --hosts 'redhat9.6, ubuntu24.04, w2k25'", "t.py --hosts ubuntu24.04,w2k25"),
    ])
    func keepsTheFailedHosts(_ line: String, _ wanted: String) throws {
        #expect(try HostListRewrite.line(line, keeping: ["ubuntu24.04", "w2k25"], of: Self.all) == wanted)
    }

    @Test(arguments: [
        ("t.py --template_name cmc-e2e", HostListProblem.noList), ("t.py 'a", .openQuote),
        ("t.py --hosts redhat9.6,w2k25", .notListed("ubuntu24.04")),
        ("t.py --hosts redhat9.6,ubuntu24.04,w2k25,other", .stranger("other")),
        ("t.py --hosts all", .stranger("all")),
        ("t.py --hosts ubuntu24.04,w2k25 --skip w2k25", .severalLists),
        ("ssh h 't.py --hosts ubuntu24.04,w2k25'", .innerCommand("t.py --hosts ubuntu24.04,w2k25")),
    ])
    func refusesWhereItIsNotSure(_ line: String, _ problem: HostListProblem) {
        #expect(throws: problem) {
            try HostListRewrite.line(line, keeping: ["ubuntu24.04", "w2k25"], of: Self.all)
        }
    }

    @Test func refusesToLeaveNone() {
        #expect(throws: HostListProblem.nothingKept) {
            try HostListRewrite.line("t.py --hosts a", keeping: [], of: ["a"])
        }
    }

    @Test(arguments: [
        ("r.py --build_name old --x", "r.py --build_name new --x"), ("r.py --build_name=old", "r.py --build_name=new"),
        ("r.py --log /tmp/old.log", nil), ("r.py", nil), ("r.py 'old", nil),
    ])
    func renames(_ line: String, _ wanted: String?) {
        #expect(BuildRename.line(line, from: "old", to: "new") == wanted)
    }
}
