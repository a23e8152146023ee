import Glibc
import Runs
import Simulation
import Testing

@Suite struct LaunchingTests {
    private let folder = TemporaryFolder()
    private let config = LabConfig.file(of: "gold")

    /// A demo's controller.
    private func commands() throws -> ControllerCommands {
        try SimulatedController(root: folder.path, seed: 5, speed: 1e9).makeTree()
        let commands = ControllerCommands(root: folder.path, seed: 5, speed: 1e9)
        try commands.write(program: "/nowhere/atvm-tui")
        return commands
    }

    @Test func onlyADemoIsFound() throws {
        let automation = ControllerCommands.automationRoot(of: folder.path)
        #expect(ControllerCommands(automationRoot: automation) == nil)
        _ = try commands()
        let found = try #require(ControllerCommands(automationRoot: automation))
        #expect(found.root == folder.path && found.seed == 5 && found.speed == 1e9)
        #expect(ControllerCommands(automationRoot: folder.path) == nil)
        #expect(Files.status("\(automation)/cmc-templates.py")?.mode == 0o755)
    }

    @Test(
        arguments: [
            ("cmc-none", nil, "rocky9.5", "there is no template 'cmc-none'"),
            ("cmc-e2e", "nope.ts", "rocky9.5", "config file 'nope.ts' does not exist"),
            ("cmc-e2e", "../../etc/passwd", "rocky9.5", "does not exist"),
            ("cmc-e2e", nil, "nobody", "host 'nobody' is not in the inventory"),
            ("cmc-e2e", nil, "redhat9.6-../x", "is not in the inventory"),
        ] as [(String, String?, String, String)])
    func aTemplateStepSaysWhatIsWrong(_ template: String, _ config: String?, _ host: String, _ reason: String) throws {
        let commands = try commands()
        let step = TemplateStep(
            template: template, config: config ?? self.config, hosts: [host], isCategorized: false)
        let problem = #expect(throws: TemplateStep.Problem.self) { _ = try step.run(in: commands) }
        #expect(problem?.description.contains(reason) == true)
    }

    @Test func withoutHostsThoseOfTheConfigFileAreTaken() throws {
        let commands = try commands()
        let step = TemplateStep(template: "cmc-e2e", config: config, hosts: [], isCategorized: false)
        #expect(try step.run(in: commands) == ["redhat9.6", "ubuntu24.04", "w2k25"])
        #expect(Files.exists("\(folder.path)/root/cdc-e2e-cyp-12.17.4/cypress/e2e/w2k25.cy.ts"))
    }

    @Test func aRunWithoutATemplateStepDoesNotBegin() throws {
        let commands = try commands()
        #expect(throws: TemplateStep.Problem.self) {
            _ = try LaunchedRun(try BuildName("b"), config: config, isCategorized: false, in: commands)
        }
    }

    @Test func theSameMachinesFailInEveryRun() throws {
        let commands = try commands()
        let hosts = ["rocky9.5", "oracle9.4", "w2k25"]
        let step = TemplateStep(template: "cmc-e2e", config: config, hosts: hosts, isCategorized: true)
        _ = try step.run(in: commands)
        for name in ["e2e-one-fc", "e2e-two-fc"] {
            let run = try LaunchedRun(try BuildName(name), config: config, isCategorized: false, in: commands)
            #expect(run.script.isCategorized && run.script.hosts.map(\.name) == hosts)
            let log = Log()
            let status = try run.play(wait: { _ in true }, print: log.take)
            #expect(status == 1)
            #expect(log.text.contains("oracle9.4.cy.ts") && log.text.contains("### all groups done"))
        }
        let reports = Files.names(in: "\(folder.path)/root/cdc-e2e-cyp-12.17.4/cypress/cmcReporter")
        #expect(reports.count >= 3)
    }

    private final class Log {
        var text = ""
        func take(_ part: String) -> Bool {
            text += part
            return true
        }
    }

    @Test func aRunEndsWhenNobodyWaitsOrListens() throws {
        try SimulatedController(root: folder.path, seed: 5, speed: 1).makeTree()
        let commands = ControllerCommands(root: folder.path, seed: 5, speed: 1)
        try commands.write(program: "/nowhere/atvm-tui")
        _ = try TemplateStep(template: "cmc-e2e", config: config, hosts: [], isCategorized: false).run(in: commands)
        let run = try LaunchedRun(try BuildName("b"), config: config, isCategorized: false, in: commands)
        #expect(try run.play(wait: { _ in false }, print: { _ in true }) == nil)
        #expect(try run.play(wait: { _ in true }, print: { _ in false }) == nil)
    }
}
