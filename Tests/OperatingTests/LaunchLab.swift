import Plans
import Runs
import Screen
import Testing
import Viewing

@testable import Operating

/// A console on a controller at one moment of a fixed day, for launching builds from it.
struct LaunchLab {
    /// Friday, 2026-11-20, 14:03:22 local time.
    static let now = Timestamp(seconds: 1_795_212_202)
    static let running = "e2e-redhat9.6-w2k25-fc"
    static let failed = "e2e-ubuntu24.04-w2k22-fc"

    var console: OperatorConsole
    let size: Size
    private(set) var effects: [OperatorEffect] = []

    init(_ columns: Int = 80, _ rows: Int = 24, glyphs: GlyphSet = .unicode) throws {
        size = Size(columns: columns, rows: rows)
        var snapshot = Snapshot(controller: "atvm-cypress-vm-1", takenAt: Self.now)
        snapshot.builds = [try Self.build(Self.running, .running), try Self.build(Self.failed, .failed)]
        snapshot.isComplete = true
        let context = ViewContext(
            snapshot: snapshot, now: Self.now, clock: LocalClock { _ in (-8 * 3600, "PST") }, glyphs: glyphs)
        console = OperatorConsole(Browser(context: context, size: size), desk: Self.desk)
        tell(.answer(.inventory(Self.hosts)))
    }

    static let hosts = [
        InventoryHost(name: "redhat9.6", kernel: "5.14.0-570.12.1.el9_6.x86_64"),
        InventoryHost(name: "ubuntu24.04", kernel: "6.8.0-60-generic"),
        InventoryHost(name: "w2k25", kernel: "10.0.26100"),
        InventoryHost(name: "w2k22", kernel: "10.0.20348"),
    ]

    static func build(_ name: String, _ state: BuildState) throws -> BuildSnapshot {
        var build = BuildSnapshot(name: try BuildName(name), state: state, reason: "made by hand")
        build.startedAt = now + .seconds(state == .running ? -3600 : -20_000)
        build.endedAt = state == .running ? nil : now + .seconds(-15_000)
        build.launch.startedAt = build.startedAt
        build.launch.template = "cmc-e2e"
        build.launch.configFamily = "gold"
        build.launch.configFile = "cypress.atvm-config-gold.ts"
        build.launch.integration = "pure with fc"
        build.hosts =
            state == .running
            ? [HostSnapshot(name: "redhat9.6", status: .running), HostSnapshot(name: "w2k25", status: .waiting)]
            : [HostSnapshot(name: "ubuntu24.04", status: .passed), HostSnapshot(name: "w2k22", status: .failed)]
        build.counts = HostCounts(build.hosts.map(\.status))
        return build
    }

    static let desk = OperatorDesk(
        places: { build in
            StartPlan.Places(
                automation: "/root/cdc-e2e-cyp-12.17.4", runLog: "/tmp/\(build).log",
                launchLog: "/tmp/\(build).launch.log", stateFolder: "/var/lib/atvm-run-watcher/\(build)",
                watcherStart: "systemctl start atvm-run-watcher@\(build).service",
                runnerStart: "systemctl start atvm-runner@\(build).service")
        },
        cancelPlan: { CancelPlan($0, watcherStop: "w", runnerStop: "r", stateFolder: "/s") })

    /// The request of the failed build, as it was written down.
    static func request(template: String? = nil, runner: String? = nil) -> LastRequest {
        var fields = StartRequest.Fields()
        (fields.build, fields.template) = (failed, "cmc-e2e")
        fields.templateCommand =
            template
            ?? "python3 ./cmc-templates.py --template_name cmc-e2e --config_file f.ts --hosts ubuntu24.04,w2k22"
        fields.runnerCommand = runner ?? "python3 ./run-sorry-cypress.py --config_file f.ts --build_name \(failed)"
        (fields.configFamily, fields.configFile) = ("gold", "f.ts")
        return LastRequest(fields, startedAt: now, startedBy: "aw")
    }

    // MARK: Doing

    @discardableResult
    mutating func tell(_ message: OperatorMessage) -> [OperatorEffect] {
        let new = console.update(message)
        effects += new
        // What the loop does after every turn.
        console.wasShown()
        return new
    }

    /// Keys by their names, a blank between two; `'text'` types a text.
    @discardableResult
    mutating func press(_ keys: String) -> [OperatorEffect] {
        keys.split(separator: " ").flatMap { word -> [OperatorEffect] in
            if word.hasPrefix("'") {
                return word.dropFirst().dropLast().unicodeScalars.flatMap { scalar in
                    tell(.view(.input(.key(.character(scalar == "_" ? " " : scalar)))))
                }
            }
            return Key(name: String(word)).map { tell(.view(.input(.key($0)))) } ?? []
        }
    }

    /// Fills the form: template, two hosts, family, integration.
    static let fill = "S 'e2e' Tab '9.6' Enter 'w2k22' Tab 'gold' Enter Tab 'pure_with_fc' Tab"

    var form: LaunchForm? { if case .launch(let form) = console.layer { form } else { nil } }

    /// The text of a field.
    func text(_ field: LaunchField) -> String { form?.form.value(field).text ?? "" }

    func remarks(_ field: LaunchField) -> String {
        form?.form[field]?.remarks.map(\.text).joined(separator: " | ") ?? ""
    }

    var starts: [Approved<StartPlan>] {
        effects.compactMap { if case .perform(.start(let approved)) = $0 { approved } else { nil } }
    }

    var lines: [String] { console.view(in: size).plainText }
}
