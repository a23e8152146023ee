import Acting
import Glibc
import Observing
import Plans
import Runs

/// How a demo's controller is configured: as its own file says, and nothing of the operator's own.
enum DemoConfiguration {
    private static let values = [
        ("supervisor", "direct"), ("windows.end_grace", "3s"),
        // The scripts of a demo's controller are programs of their own: Python is not needed.
        ("launch.template_command", withoutPython(LaunchRules.standardTemplateCommand)),
        ("launch.runner_command", withoutPython(LaunchRules.standardRunnerCommand)),
    ]

    private static func withoutPython(_ pattern: String) -> String {
        pattern.hasPrefix("python3 ") ? String(pattern.dropFirst(8)) : pattern
    }

    static func settings(root: String) -> Settings {
        var settings = Settings(root: root, rootOrigin: "demo")
        for (name, value) in values {
            if let key = SettingKey.named(name) { settings.set(key, value, origin: "demo") }
        }
        return settings
    }

    /// Writes the file by which every other command that is given the demo's root works alike.
    static func write(root: String) throws(ActingError) {
        let text = values.map { "\($0.0) = '\($0.1)'\n" }.joined()
        try AtomicFile.write(text, to: "\(root)/etc/atvm-tui/config.toml", mode: 0o644)
    }

    /// Takes our variables out of this process' environment, so that no process of the demo goes by them.
    static func forgetEnvironment() {
        var names: [String] = []
        var next = environ
        while let entry = next.pointee {
            let name = String(cString: entry).prefix { $0 != "=" }
            if name.hasPrefix("ATVM_") || name.hasPrefix("MATTERMOST_") { names.append(String(name)) }
            next += 1
        }
        for name in names { unsetenv(name) }
    }
}
