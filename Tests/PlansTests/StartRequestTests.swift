import Plans
import Runs
import Testing

@Suite struct StartRequestTests {
    private static var good: StartRequest.Fields {
        var fields = StartRequest.Fields()
        fields.build = "e2e-redhat9.6-fc"
        fields.template = "cmc-e2e"
        fields.templateCommand = "python3 ./cmc-templates.py --template_name cmc-e2e"
        fields.runnerCommand = "python3 ./run-sorry-cypress.py --build_name 'e2e-redhat9.6-fc'"
        return fields
    }

    private func problems(_ fields: StartRequest.Fields, for part: StartPlan.Part = .whole) -> [StartField] {
        do throws(StartProblems) {
            _ = try StartRequest(fields, for: part)
            return []
        } catch {
            return error.all.map(\.field)
        }
    }

    @Test func takesWhatIsRight() throws {
        let request = try StartRequest(Self.good)
        #expect(request.runnerCommand?.words.last == "e2e-redhat9.6-fc")
        #expect(request.configFamily == nil)
    }

    @Test(arguments: [
        "--help", "-A", "a\nb", "a\u{1B}[2J", "a\u{202E}b", "a\u{200B}b", String(repeating: "a", count: 1001),
    ])
    func refusesValuesThatAreNone(_ value: String) {
        var fields = Self.good
        fields.template = value
        (fields.configFamily, fields.configFile, fields.migrationStyle) = (value, value, value)
        (fields.integration, fields.scope) = (value, value)
        #expect(problems(fields) == [.template, .configFamily, .configFile, .migrationStyle, .integration, .scope])
    }

    @Test(arguments: [
        "", "python3 'a", "--help", "a && b", "a; b", "a | b", "a > b", "a\u{7}",
    ])
    func refusesCommandsThatAreNone(_ command: String) {
        var fields = Self.good
        fields.runnerCommand = command
        #expect(problems(fields) == [.runnerCommand])
    }

    /// No shell: what one would expand arrives as it is.
    @Test func keepsWordsExactly() throws {
        let command = try CommandLine(#"run "$(id)" '%h' a\ b "" `id` *"#)
        #expect(command.words == ["run", "$(id)", "%h", "a b", "", "`id`", "*"])
    }

    @Test func namesEveryWrongField() {
        var fields = StartRequest.Fields()
        fields.build = "../x"
        #expect(problems(fields) == [.build, .template, .templateCommand, .runnerCommand])
        #expect(problems(fields, for: .runner) == [.build, .runnerCommand])
        #expect(problems(fields, for: .watcher) == [.build])
    }
}
