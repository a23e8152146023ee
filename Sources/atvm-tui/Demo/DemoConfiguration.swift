import Acting
import Glibc
import Observing
import Runs

/// How a demo's controller is configured: as its own file says, and nothing of the operator's own.
enum DemoConfiguration {
    private static let values = [("supervisor", "\"direct\"", "direct"), ("windows.end_grace", "\"3s\"", "3s")]

    static func settings(root: String) -> Settings {
        var settings = Settings(root: root, rootOrigin: "demo")
        for (name, _, value) in values {
            if let key = SettingKey.named(name) { settings.set(key, value, origin: "demo") }
        }
        return settings
    }

    /// Writes the file by which every other command that is given the demo's root works alike.
    static func write(root: String) throws(ActingError) {
        let text = values.map { "\($0.0) = \($0.1)\n" }.joined()
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
