import Glibc
import Observing
import Plans
import Runs

/// The effective configuration: every value with where it came from. Secrets are not part of it.
struct Settings: Sendable {
    struct Value: Equatable, Sendable {
        var text: String
        /// A file with its line, an environment variable, a flag, or `default`.
        var origin: String
    }

    /// The folder that stands for `/`.
    var root: String
    var rootOrigin: String
    private(set) var values: [String: Value] = [:]
    /// The triage rules that stand in the configuration, the operator's own first.
    var triageRules: [TriageReader.Reading] = []

    init(root: String, rootOrigin: String) {
        (self.root, self.rootOrigin) = (root, rootOrigin)
        for key in SettingKey.all { values[key.name] = Value(text: key.standard, origin: "default") }
    }

    mutating func set(_ key: SettingKey, _ text: String, origin: String) {
        values[key.name] = Value(text: text, origin: origin)
    }

    func text(_ name: String) -> String { values[name]?.text ?? "" }

    /// `nil` for a key that has no value, such as `ascii`, which the locale decides.
    func boolean(_ name: String) -> Bool? {
        switch text(name) {
        case "true": true
        case "false": false
        default: nil
        }
    }

    func duration(_ name: String, else standard: Duration) -> Duration {
        DurationReader.duration(text(name)) ?? standard
    }

    // MARK: What other targets get

    var layout: Root.Layout {
        var layout = Root.Layout()
        layout.logs = text("paths.logs")
        layout.state = text("paths.state")
        layout.automation = text("paths.automation")
        layout.reporter = text("paths.reporter")
        layout.package = text("paths.package")
        layout.inventory = text("paths.inventory")
        layout.environment = text("paths.environment")
        layout.audit = text("paths.audit")
        layout.prep = text("paths.prep")
        layout.prepLog = text("paths.prep_log")
        layout.prepCredentials = text("paths.prep_credentials")
        layout.prepState = text("paths.prep_state")
        return layout
    }

    /// The LUNs with short names.
    var luns: LunShorthand {
        get throws(SettingsProblem) {
            do throws(NamePairsProblem) { return try LunShorthand(NamePairs(text: text("prep.luns"))) } catch {
                throw problem("prep.luns", error)
            }
        }
    }

    /// The clients with their ESXi hosts.
    var pairing: Pairing {
        get throws(SettingsProblem) {
            do throws(NamePairsProblem) { return try Pairing(NamePairs(text: text("prep.clients"))) } catch {
                throw problem("prep.clients", error)
            }
        }
    }

    private func problem(_ key: String, _ error: NamePairsProblem) -> SettingsProblem {
        SettingsProblem(description: "\(SafeText.visible(values[key]?.origin ?? "")): \(key): \(error)")
    }

    /// What the launch form offers. Patterns are checked when the configuration is read.
    var launchRules: LaunchRules {
        func pattern(_ name: String) -> CommandPattern { LaunchRules.pattern(text(name)) }
        let templates = list("templates")
        return LaunchRules(
            templates: templates + KnownFlows.templates.filter { !templates.contains($0) },
            configFamilies: list("config_families"), flags: list("launch.flags"),
            templateCommand: pattern("launch.template_command"), runnerCommand: pattern("launch.runner_command"),
            configFile: pattern("launch.config_file"))
    }

    private func list(_ name: String) -> [String] {
        text(name).split(separator: ",").map { String($0).trimmingBlanks() }.filter { !$0.isEmpty }
    }

    var windows: Windows {
        Windows(
            startupGrace: duration("windows.startup_grace", else: .seconds(300)),
            endGrace: duration("windows.end_grace", else: .seconds(60)),
            hang: duration("windows.hang", else: .seconds(5400)))
    }

    /// The files with triage rules that the configuration names, under the root.
    private var triageFiles: [String] {
        let root = Root(root)
        return text("triage").split(separator: ":").filter { $0.hasPrefix("/") }.map { root.path(String($0)) }
    }

    var observatory: ObservatorySettings {
        var settings = ObservatorySettings(root: Root(root, layout: layout))
        settings.windows = windows
        // Faster than twenty times a second nothing is looked at.
        let (rules, files) = (triageRules, triageFiles)
        settings.triage = { TriageReader.rules(rules, files: files) }
        settings.poll = max(.milliseconds(50), duration("poll", else: .seconds(2)))
        return settings
    }
}
