import Glibc
import Runs

/// Whether screens can be shown where this is typed.
package enum TerminalChecks {
    package static let group = DoctorGroup("terminal") { context in [locale(context), terminal(context)] }

    private static func locale(_ context: DoctorContext) -> Finding {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"]
        let set = names.compactMap { name in
            context.environment[name].flatMap { $0.isEmpty ? nil : (name, $0) }
        }.first
        guard let (name, value) = set else {
            return Finding(
                "locale", .warning, "LANG is not set: screens are drawn with ASCII characters alone",
                mend: "export LANG=C.UTF-8")
        }
        let codeset = value.lowercased()
        if codeset.contains("utf-8") || codeset.contains("utf8") { return Finding("locale", .ok, "\(name)=\(value)") }
        return Finding(
            "locale", .warning, "\(name)=\(value) is not UTF-8: screens are drawn with ASCII characters alone",
            mend: "export \(name)=C.UTF-8")
    }

    private static func terminal(_ context: DoctorContext) -> Finding {
        guard let name = context.environment["TERM"], !name.isEmpty else {
            return Finding(
                "terminal", .warning, "TERM is not set: there is no console without it",
                mend: "export TERM=xterm-256color")
        }
        guard let first = name.utf8.first, !name.contains("/"), name != "..", name != "." else {
            return Finding(
                "terminal", .warning, "TERM=\(name) is no name of a terminal", mend: "export TERM=xterm-256color")
        }
        let folders = [String(decoding: [first], as: UTF8.self), String(first, radix: 16)]
        for folder in context.terminals {
            for part in folders {
                if case .file = PathLook("\(folder)/\(part)/\(name)") {
                    return Finding("terminal", .ok, "TERM=\(name)")
                }
            }
        }
        return Finding(
            "terminal", .warning, "TERM=\(name) is not described here: there is no console on it",
            mend: "apt-get install --yes ncurses-term || export TERM=xterm-256color")
    }
}
