import Glibc

/// The environment that the prep script gets.
package enum PrepEnvironment {
    /// `NAME=value` texts, ordered by name: what is there, without secrets and loaders (`ChildEnvironment`), without what
    /// is ours, and without what tells of a session only. A plan that is printed in one SSH session may be approved in
    /// the next one. The terminal is a plain one, because nobody knows on which ones the output will be looked at.
    package static func variables() -> [String] {
        let kept = ChildEnvironment.inherited().filter { !isOfSession(name(of: $0)) }
        return (kept + ["TERM=dumb"]).sorted()
    }

    package static func names() -> [String] { variables().map(name(of:)) }

    private static func name(of variable: String) -> String { String(variable.prefix { $0 != "=" }) }

    private static func isOfSession(_ name: String) -> Bool {
        let names: Set<String> = [
            "_", "PWD", "OLDPWD", "SHLVL", "LINES", "COLUMNS", "LS_COLORS", "DISPLAY", "STY", "WINDOW", "WINDOWID",
            "TERM", "COLORTERM", "TERMINFO", "TERMINFO_DIRS", "TERMCAP", "MAIL", "SHELL", "EDITOR", "VISUAL", "PAGER",
            "LESS", "LESSOPEN", "LESSCLOSE", "HISTFILE", "PS1", "PS2", "PROMPT_COMMAND", "INVOCATION_ID",
            "JOURNAL_STREAM",
        ]
        let beginnings = ["ATVM_", "SSH_", "SUDO_", "XDG_", "TMUX", "VTE_", "DBUS_", "LC_TERMINAL"]
        return names.contains(name) || beginnings.contains(where: name.hasPrefix)
    }
}
