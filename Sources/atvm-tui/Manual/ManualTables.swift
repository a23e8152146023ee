import Observing
import Screen
import Viewing

/// The parts of the man page that are tables: files, variables, exit statuses and keys.
enum ManualTables {
    static func write(_ page: inout Roff) {
        page.section("FILES")
        page.plain("Each is below the root, / unless --root or ATVM_ROOT says otherwise, and can be configured.")
        for (path, text) in files { page.item([.italic(path)], text) }
        page.section("ENVIRONMENT")
        for (name, text) in variables { page.item([.bold(name)], text) }
        page.section("EXIT STATUS")
        for (status, text) in statuses { page.item([.bold(status)], text) }
        page.section("KEYS")
        page.plain("Of the console; ? shows them there too. Names behind a colon can be typed on the : line.")
        for section in BrowserKeymap.helpSections() {
            page.subsection(section.title)
            for row in section.rows {
                page.item([.bold(row.keys)], row.help + (row.name.map { " (:\($0))" } ?? ""))
            }
        }
    }

    private static var files: [(String, String)] {
        let root = Root("/")
        let layout = root.layout
        return [
            ("\(layout.logs)/BUILD.log", "the run log of a build"),
            ("\(layout.logs)/BUILD.launch.log", "the output of its template step"),
            ("\(layout.state)/BUILD/", "the state of a build: state.json, its markers, its sub-runs"),
            (layout.automation, "where the template step and the runner work"),
            (root.reporter, "what the reporter writes: JUnit and mochawesome files"),
            (layout.package, "the program, its helper scripts and the inventory"),
            (root.inventory, "the hosts with their kernels"),
            ("/etc/systemd/system/atvm-runner@.service", "the unit of a runner"),
            ("/etc/systemd/system/atvm-run-watcher@.service", "the unit of a watcher"),
            (layout.environment, "where statuses are posted; it holds a secret and must be mode 0600"),
            ("/etc/atvm-tui/config.toml", "the configuration of the controller"),
            ("~/.config/atvm-tui/config.toml", "the operator's own; not read under another root"),
            ("/etc/atvm-tui/themes/, ~/.config/atvm-tui/themes/", "more themes"),
            (layout.audit, "who did what, and how it went"),
        ]
    }

    private static var variables: [(String, String)] {
        [
            ("ATVM_ROOT", "the folder in place of /; --root wins"),
            ("LC_ALL, LC_CTYPE, LANG", "without UTF-8 in them screens are drawn with ASCII characters"),
            ("TERM", "the terminal"), ("NO_COLOR", "when set, screens have no colours"),
            ("TZ", "the time zone of screens and reports"),
        ]
            + SettingKey.all.filter { $0.kind != .table }.map { key in
                let standard = key.standard.isEmpty ? "" : "; default: \(key.standard)"
                return (key.environmentName, "the setting \(key.name)\(standard)")
            }
    }

    private static let statuses = [
        ("0", "done"), ("1", "it ran and failed; doctor: something is missing or wrong; wait: the build has FAILED"),
        ("2 to 5, 124", "of wait alone: CANCELLED, TERMINATED, HUNG, UNKNOWN, the time is over"),
        ("64", "usage; the message says what would be right"), ("65", "data that cannot be read"),
        ("66", "no such build or file"), ("69", "no terminal, systemd or other service to be reached"),
        ("73", "something cannot be made"), ("77", "not permitted"), ("78", "bad configuration"),
    ]
}
