/// The plan of the house: which folders there are, and what each target may import.
///
/// A new target, folder or dependency is a row here; nothing else says whether it is meant.
enum HousePlan {
    struct Target {
        /// What every file of the target may import.
        var imports: Set<String>
        /// What only files in certain folders, or with certain names, may import.
        var onlyIn: [String: Set<String>] = [:]
        /// The folders inside it; files may also stand beside them.
        var folders: Set<String> = []
    }

    static let sources: [String: Target] = [
        // Pure: nothing of the system, no clock, no file.
        "Runs": Target(
            imports: [], folders: ["Names", "Facts", "Rules", "Flows", "Snapshot", "Report", "Triage", "Patterns"]),
        "Formats": Target(
            imports: ["Runs"], onlyIn: ["Artifacts": ["CExpat"]],
            folders: ["Text", "Cypress", "Artifacts", "Files", "Inspect", "Reports"]),
        "Plans": Target(
            imports: ["Runs"], onlyIn: ["Digest.swift": ["Crypto"]],
            folders: ["Start", "Cancel", "Claims", "Prep", "Post", "Install"]),
        "Screen": Target(imports: [], folders: ["Cells", "Style", "Keys", "Widgets", "Export"]),
        "Viewing": Target(
            imports: ["Runs", "Screen"],
            folders: [
                "Builds", "Build", "Host", "Matrix", "Log", "Report", "Failures", "Help", "CommandLine", "Frame",
                "Wallboard",
            ]),
        "Operating": Target(
            imports: ["Viewing", "Plans", "Runs", "Screen"],
            folders: ["Forms", "Confirm", "Settle", "Claims", "Audit", "Launch", "Prep", "Writing"]),

        // Effects.
        "Observing": Target(
            imports: ["Runs", "Formats", "CPosix", "Glibc", "Synchronization"],
            onlyIn: ["History": ["CSQLite"], "Units": ["Subprocess"]],
            folders: ["Files", "Units", "Sources", "Follow", "Log", "History", "Doctor"]),
        "Acting": Target(
            imports: [
                "Plans", "Observing", "Formats", "Runs", "CPosix", "Glibc", "Subprocess", "Synchronization",
            ], folders: ["Start", "Cancel", "Claims", "Prep", "Install", "Supervise", "Watch", "Trail", "Doctor"]),
        "Curses": Target(imports: ["Screen", "CNcurses", "Glibc"]),
        "Simulation": Target(
            imports: ["Runs", "Glibc"],
            folders: ["Scripts", "Playing", "Texts", "Folders", "Plans", "Launching", "Mattermost"]),
        "atvm-tui": Target(
            imports: [
                "Runs", "Formats", "Plans", "Screen", "Viewing", "Operating", "Observing", "Acting", "Curses",
                "Simulation", "CPosix", "Glibc", "Synchronization",
            ],
            onlyIn: [
                "Commands": ["ArgumentParser"], "Main.swift": ["ArgumentParser"], "Manual": ["ArgumentParser"],
                "Settings": ["TOMLKit"],
            ], folders: ["Commands", "Demo", "Settings", "Runtime", "Shipped", "Manual"]),
        "bench-tree": Target(imports: ["Runs", "Simulation", "Glibc"]),
        "view-bench": Target(imports: ["Runs", "Screen", "Viewing", "Observing", "Glibc"]),
        "reader-bench": Target(imports: ["Runs", "Formats", "Observing", "Glibc"]),
    ]

    /// C targets and system modules: no Swift in them.
    static let withoutSwift: Set<String> = ["CNcurses", "CPosix", "CExpat", "CSQLite"]
}
