import Glibc
import Observing
import Runs
import Screen

/// The configuration and the themes as `doctor` looks at them: what cannot be read is a finding, and the built-in values
/// count in its place.
struct SettingsLook {
    let settings: Settings
    let findings: [Finding]

    init(_ options: GlobalOptions) {
        var findings: [Finding] = []
        var settings = Settings(root: "/", rootOrigin: "default")
        do throws(SettingsProblem) {
            settings = try SettingsReader.defaults(root: options.root)
            settings = try SettingsReader.read(root: options.root, file: options.config)
            findings += Self.files(settings, options.config)
        } catch {
            findings.append(Finding("configuration", .wrong, "\(error)"))
        }
        self.settings = settings
        self.findings = findings + Self.themes(settings)
    }

    private static func files(_ settings: Settings, _ named: String?) -> [Finding] {
        let found = SettingsReader.files(settings.root, named: named).compactMap { path in
            FileSignature(linkAt: path).map { (path, $0) }
        }
        guard !found.isEmpty else { return [Finding("configuration", .ok, "no file; the built-in values count")] }
        return found.map { path, file in
            if file.mode & 0o022 != 0, !file.isLink {
                return Finding(
                    "configuration", .warning, "\(path) can be written by others: root will refuse it",
                    mend: ShellWords.join(["chmod", "go-w", path]))
            }
            if file.owner != 0, file.owner != geteuid() {
                return Finding(
                    "configuration", .warning, "\(path) belongs to user \(file.owner)",
                    mend: ShellWords.join(["chown", "root:", path]))
            }
            return Finding("configuration", .ok, path)
        }
    }

    private static func themes(_ settings: Settings) -> [Finding] {
        var shelf = ThemeShelf(settings, named: nil)
        var findings: [Finding] = []
        if let problem = shelf.problem {
            findings.append(Finding("theme", .warning, "\(problem); the built-in one is used", mend: "atvm-tui config"))
        }
        for name in shelf.names {
            do throws(ThemeProblem) {
                _ = try shelf.take(name)
            } catch {
                let text = "\(error)"
                if !findings.contains(where: { $0.text.hasPrefix(text) }) {
                    findings.append(Finding("theme", .warning, text))
                }
            }
        }
        return findings.isEmpty ? [Finding("themes", .ok, "\(shelf.names.count) can be read")] : findings
    }
}
