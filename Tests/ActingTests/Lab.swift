import Acting
import CPosix
import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit

/// A controller in a temporary root, with a supervisor that starts nothing but counts.
struct Lab {
    let folder: TemporaryRoot
    let root: Root
    let build: BuildName
    var person = Person(login: "tester", peer: "10.0.0.1")

    init(isInMemory: Bool = false) throws {
        folder = try TemporaryRoot(isInMemory: isInMemory)
        root = Root(folder.path)
        build = try BuildName("b")
        for path in ["tmp", "var/lib/atvm-run-watcher", "root/cdc-e2e-cyp-12.17.4", "etc"] { folder.makeFolder(path) }
    }

    func performer(_ supervisor: any Supervisor) -> Performer {
        var settings = ObservatorySettings(root: root)
        settings.windows.startupGrace = .seconds(5)
        return Performer(settings: settings, supervisor: supervisor, person: person)
    }

    func plan(template: String = "true", runner: String = "true", for supervisor: any Supervisor) throws -> StartPlan {
        var fields = StartRequest.Fields()
        fields.build = build.text
        fields.template = "cmc-e2e"
        (fields.templateCommand, fields.runnerCommand) = (template, runner)
        return StartPlan(try StartRequest(fields), places: performer(supervisor).places(of: build))
    }

    func start(template: String = "true", runner: String = "true", _ supervisor: any Supervisor) throws -> String {
        guard let approved = try plan(template: template, runner: runner, for: supervisor).approve(.yes) else {
            return ""
        }
        return try performer(supervisor).perform(approved)
    }

    func cancel(_ supervisor: any Supervisor) throws -> String {
        let performer = performer(supervisor)
        guard let approved = performer.cancelPlan(build, .whole).approve(.yes) else { return "" }
        return try performer.perform(approved)
    }

    var audit: [JSONValue] {
        (readText(root.audit) ?? "").split(separator: "\n").compactMap { try? JSONValue(json: String($0)) }
    }

    func writeRequest(_ words: [String]) throws {
        let request = RequestFile(
            build: build.text, launch: "l1", startedAt: WallClock.now(), startedBy: "tester", runner: words)
        folder.write(request.text, to: "var/lib/atvm-run-watcher/b/request.json")
    }
}

func mode(_ path: String) -> UInt32 { (FileSignature(linkAt: path)?.mode ?? 0) & 0o7777 }
