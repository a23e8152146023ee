import Glibc
import Observing
import Runs
import Screen

/// The themes that the operator can choose from: shipped ones, the controller's and his own.
struct ThemeShelf {
    private(set) var current: Theme
    /// What was wrong with the theme asked for first, in one line.
    private(set) var problem: String?
    let names: [String]
    /// Folders with more themes; a later one's theme replaces an earlier one's of the same name.
    private let folders: [String]

    init(_ settings: Settings, named name: String?) {
        let root = Root(settings.root)
        var folders = [root.path("/etc/atvm-tui/themes")]
        if root.isWholeMachine, let home = SettingsReader.variable("HOME"), home.hasPrefix("/") {
            folders.append(home + "/.config/atvm-tui/themes")
        }
        self.folders = folders
        let found = folders.flatMap(Self.themes(in:))
        names = ShippedThemes.names + found.filter { !ShippedThemes.names.contains($0) }
        current = .builtIn
        let wanted = name ?? settings.text("theme")
        do throws(ThemeProblem) {
            current = try read(wanted)
        } catch {
            problem = "\(error)"
        }
    }

    /// Changes to the theme of that name.
    mutating func take(_ name: String) throws(ThemeProblem) -> Theme {
        current = try read(name)
        return current
    }

    /// Changes to the next one, in the order of the names.
    mutating func next() throws(ThemeProblem) -> Theme {
        guard !names.isEmpty else { return current }
        let index = names.firstIndex(of: current.name) ?? -1
        return try take(names[(index + 1) % names.count])
    }

    private func read(_ name: String) throws(ThemeProblem) -> Theme {
        for folder in folders.reversed() where !name.contains("/") {
            let path = "\(folder)/\(name).toml"
            if FileSignature(linkAt: path) != nil { return try ThemeReader.theme(fromFileAt: path) }
        }
        return try ThemeReader.theme(named: name)
    }

    private static func themes(in folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".toml"), !name.hasPrefix(".") { names.append(String(name.dropLast(5))) }
        }
        return names.sorted()
    }
}
