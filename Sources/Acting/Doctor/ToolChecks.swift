package import Observing
import Runs

/// The programs that runs and posts need.
package enum ToolChecks {
    package static let group = DoctorGroup("programs") { _ in
        [
            program("python3", for: "the template and runner scripts"),
            program("curl", for: "posting the status"),
        ]
    }

    private static func program(_ name: String, for use: String) -> Finding {
        let install = "apt-get update && apt-get install --yes \(name)"
        guard let path = ChildProcess.path(of: name) else {
            let folders = ChildProcess.searchPath.joined(separator: ":")
            return Finding(name, .missing, "not in \(folders); it is needed for \(use)", mend: install)
        }
        guard let run = try? ToolRun([path, "--version"]) else {
            return Finding(name, .wrong, "\(path) cannot be started", mend: install)
        }
        guard let status = run.status else {
            return Finding(name, .wrong, "\(path) --version did not end within 10 s", mend: install)
        }
        guard status == 0 else {
            return Finding(
                name, .wrong, "\(path) --version ended with \(status): \(SafeText.firstLine(of: run.output))",
                mend: install)
        }
        // curl goes on with all of its libraries.
        let version = SafeText.firstLine(of: run.output).split(separator: " ").prefix(2).joined(separator: " ")
        return Finding(name, .ok, "\(path), \(version)")
    }
}
