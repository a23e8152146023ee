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
        if refused.contains(name) || refusedBeginnings.contains(where: name.hasPrefix) { return false }
        let upper = name.uppercased()
        return !["PASSWORD", "PASSWD", "SECRET", "TOKEN", "SSHPASS", "WEBHOOK"].contains { upper.contains($0) }
    }

    /// Each makes some program load a file, run a command or write somewhere. What glibc takes from no one who runs a
    /// set-user program stands here too.
    private static let refused: Set<String> = [
        "PATH", "IFS", "ENV", "BASH_ENV", "SHELLOPTS", "BASHOPTS", "PS4", "PROMPT_COMMAND", "CDPATH", "GLOBIGNORE",
        "EDITOR", "VISUAL", "PAGER", "BROWSER", "LESSOPEN", "LESSCLOSE", "NOTIFY_SOCKET", "GCONV_PATH", "GETCONF_DIR",
        "GLIBC_TUNABLES", "HOSTALIASES", "LOCALDOMAIN", "LOCPATH", "NIS_PATH", "NLSPATH", "RESOLV_HOST_CONF",
        "RES_OPTIONS", "TERMINFO", "TERMINFO_DIRS", "TERMCAP", "TZDIR", "OPENSSL_CONF", "OPENSSL_MODULES",
        "SSLKEYLOGFILE",
        "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "ELECTRON_RUN_AS_NODE", "NODE_PATH",
        "NODE_REPL_EXTERNAL_MODULE", BuildMark.variable,
    ]

    private static let refusedBeginnings = [
        "LD_", "DYLD_", "PYTHON", "PERL5", "RUBY", "BASH_FUNC", "MALLOC_", "MATTERMOST_", "NODE_OPTIONS", "WATCHDOG_",
        "GIT_", "npm_config_", "NPM_CONFIG_",
    ]
}
