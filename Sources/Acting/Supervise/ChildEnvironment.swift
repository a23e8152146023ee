import Glibc

/// The environments of the programs that are started.
enum ChildEnvironment {
    /// For the operator's commands and our own processes: what is there, without anything that could make a program load
    /// or run something else, and without secrets.
    static func inherited() -> [String] {
        var variables: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if isHarmless(String(text.prefix { $0 != "=" })) { variables.append(text) }
            next += 1
        }
        return variables + ["PATH=" + ChildProcess.searchPath.joined(separator: ":")]
    }

    /// For tools that need nothing: no proxy, no configuration, no language.
    static let bare = ["PATH=" + ChildProcess.searchPath.joined(separator: ":"), "LANG=C", "LC_ALL=C"]

    private static func isHarmless(_ name: String) -> Bool {
        if name == "PATH" || name == "IFS" || name == "ENV" || name == "BASH_ENV" || name == "NOTIFY_SOCKET" {
            return false
        }
        let dangerous = [
            "LD_", "DYLD_", "PYTHON", "PERL5", "RUBY", "BASH_FUNC", "MATTERMOST_", "NODE_OPTIONS", "WATCHDOG_",
        ]
        if dangerous.contains(where: name.hasPrefix) { return false }
        let upper = name.uppercased()
        return !["PASSWORD", "PASSWD", "SECRET", "TOKEN", "SSHPASS", "WEBHOOK"].contains { upper.contains($0) }
    }
}
