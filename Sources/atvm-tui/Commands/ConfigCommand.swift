import ArgumentParser
import Runs
import Screen

/// `atvm-tui config`: the effective configuration with origins. No secret is part of it.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show the effective configuration and where each value came from.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let settings = try options.settings()
        var rows = [("root", settings.root, settings.rootOrigin)]
        for key in SettingKey.all {
            let value = settings.values[key.name]
            let text = value?.text ?? ""
            rows.append((key.name, text.isEmpty ? "-" : text, value?.origin ?? "default"))
        }
        let name = rows.map { TextWidth.columns($0.0) }.max() ?? 0
        let width = min(48, rows.map { TextWidth.columns(SafeText.visible($0.1)) }.max() ?? 0)
        var out = ""
        for row in rows {
            let text = SafeText.visible(row.1)
            let padding = String(repeating: " ", count: max(0, width - TextWidth.columns(text)))
            out += TextWidth.pad(row.0, name) + "  " + text + padding + "  " + SafeText.visible(row.2) + "\n"
        }
        try StandardStreams.print(out)
    }
}
