package import Screen

/// The browser's key table: dispatch, footer, help, completion and the README are made from these rows. Those that only
/// logs have stand in `LogKeymap`.
package enum BrowserKeymap {
    package static let table = Keymap<BrowserCommand>([
        Binding("Enter", command: .open, label: "open", help: "open what is selected", group: "Go"),
        Binding(
            "q", "Esc", command: .back, label: "back", help: "back to where you were; leave from the first screen",
            group: "Go"),
        Binding("Q", "F10", "Ctrl-C", command: .quit, help: "leave the console", group: "Go", name: "quit"),
        Binding(
            "L", command: .log, label: "log", help: "the run log, at the place of what is selected", group: "Go",
            name: "log"),
        Binding("O", command: .launchLog, help: "the output of the template step", group: "Go", name: "launch-log"),
        Binding("s", command: .report, label: "report", help: "the status report", group: "Go", name: "report"),
        Binding(
            "m", command: .matrix, label: "matrix", help: "every host against every step", group: "Go", name: "matrix"),
        Binding(
            "e", command: .failures, label: "failures", help: "the failures of the build, equal ones in one row",
            group: "Go", name: "failures"),
        Binding("E", command: .allFailures, help: "the failures of all builds", group: "Go", name: "all-failures"),
        Binding(
            "o", command: .openHost, label: "host", help: "the host of the selected failure", group: "Go", name: "host"),
        Binding(
            "v", command: .viewArtifact, label: "view",
            help: "read the report of a host or failure (JUnit, mochawesome)",
            group: "Go", name: "view-artifact"),
        Binding("Tab", command: .nextPanel, label: "panel", help: "next panel", group: "Go"),
        Binding("Shift-Tab", command: .previousPanel, help: "previous panel", group: "Go"),
        Binding("J", command: .panelDown, help: "scroll the panel or failure down", group: "Go"),
        Binding("K", command: .panelUp, help: "scroll the panel or failure up", group: "Go"),

        Binding("j", "Down", command: .down, help: "down", group: "Move"),
        Binding("k", "Up", command: .up, help: "up", group: "Move"),
        Binding("PgDn", "Ctrl-F", "Space", command: .pageDown, help: "a page down", group: "Move"),
        Binding("PgUp", "Ctrl-B", "b", command: .pageUp, help: "a page up", group: "Move"),
        Binding("Ctrl-D", command: .halfDown, help: "half a page down", group: "Move"),
        Binding("Ctrl-U", command: .halfUp, help: "half a page up", group: "Move"),
        Binding("g", "Home", command: .top, help: "to the first; in a log to its start", group: "Move"),
        Binding("G", "End", command: .bottom, help: "to the last; in a log to its end, and follow", group: "Move"),
        Binding("h", "Left", command: .left, help: "in a log, report, matrix: left; elsewhere: back", group: "Move"),
        Binding(
            "l", "Right", command: .right, help: "in a log, report, matrix: right; elsewhere: open", group: "Move"),

        Binding(
            "/", command: .filter, label: "find",
            help: "filter a list (!word: without it), search a log (Ctrl-R: by a regular expression)",
            group: "Find", name: "filter"),
        Binding(
            "]f", command: .nextFailure, label: "next failure", help: "next failure", group: "Find",
            name: "next-failure"),
        Binding("[f", command: .previousFailure, help: "previous failure", group: "Find", name: "previous-failure"),
        Binding(
            "!", command: .onlyAttention, label: "attention", help: "only what needs attention, or all again",
            group: "Find", name: "attention"),

        Binding(">", command: .sortNext, label: "sort", help: "sort by the next column", group: "Table", name: "sort"),
        Binding("<", command: .sortPrevious, help: "sort by the previous column", group: "Table"),
        Binding("I", command: .sortReverse, help: "reverse the order", group: "Table", name: "reverse"),

        Binding(
            "y", command: .copy, label: "copy", help: "copy the report, failure or line to the clipboard",
            group: "Take along", name: "copy"),
        Binding(
            "Y", command: .copyCommand, help: "copy the template command", group: "Take along",
            name: "copy-command"),
        Binding(
            "a", command: .copyArtifact, label: "artifact",
            help: "copy the paths of the reports and screenshots of a host or failure", group: "Take along",
            name: "copy-artifact"),

        Binding(":", command: .commandLine, label: "command", help: "the command line; Tab completes", group: "Other"),
        Binding("?", "F1", command: .help, label: "help", help: "this help", group: "Other", name: "help"),
        Binding("M", command: .messages, help: "what the program has told you", group: "Other", name: "messages"),
        Binding("t", command: .theme, help: "next theme", group: "Other", name: "theme"),
        Binding("r", "F5", command: .refresh, help: "look at everything again now", group: "Other", name: "refresh"),
        Binding("Ctrl-L", command: .redraw, help: "paint the screen again", group: "Other", name: "redraw"),
        Binding("Ctrl-Z", command: .suspend, help: "back to the shell; fg returns", group: "Other"),
    ])
}
