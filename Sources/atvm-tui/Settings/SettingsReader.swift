import Glibc
import Observing
import Plans
import Runs
import TOMLKit

/// What is wrong with the configuration, in one line.
struct SettingsProblem: Error, CustomStringConvertible {
    let description: String
}

/// Reads the configuration: files, then `ATVM_*`, then flags (contract, section 2).
enum SettingsReader {
    private static let sizeLimit = 1024 * 1024

    /// - Parameters:
    ///   - root: as given on the command line.
    ///   - file: read in place of the two usual files.
    static func read(root: String?, file: String?) throws(SettingsProblem) -> Settings {
        var settings = try defaults(root: root)
        for path in files(settings.root, named: file) {
            try take(path, isNamed: file != nil, into: &settings)
        }
        for key in SettingKey.all {
            guard let text = variable(key.environmentName) else { continue }
            try set(key, text, origin: key.environmentName, into: &settings)
        }
        return settings
    }

    /// The built-in values for a root: what counts where nothing else can be read.
    static func defaults(root: String?) throws(SettingsProblem) -> Settings {
        let environmentRoot = variable("ATVM_ROOT")
        let folder = root ?? environmentRoot ?? "/"
        let origin = root != nil ? "--root" : environmentRoot != nil ? "ATVM_ROOT" : "default"
        guard folder.hasPrefix("/") || !folder.isEmpty else { throw SettingsProblem(description: "the root is empty") }
        return Settings(root: absolute(folder), rootOrigin: origin)
    }

    /// The files that are read, the weakest first. Under another root nothing outside it is, the operator's own neither.
    static func files(_ root: String, named file: String?) -> [String] {
        if let file { return [file] }
        let whole = Root(root)
        var paths = [whole.path("/etc/atvm-tui/config.toml")]
        if whole.isWholeMachine, let home = variable("HOME"), home.hasPrefix("/") {
            paths.append(home + "/.config/atvm-tui/config.toml")
        }
        return paths
    }

    static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    private static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let buffer = getcwd(nil, 0) else { return path }
        defer { free(buffer) }
        return String(cString: buffer) + "/" + path
    }

    // MARK: Files

    private static func take(_ path: String, isNamed: Bool, into settings: inout Settings) throws(SettingsProblem) {
        guard let signature = FileSignature(linkAt: path) else {
            if isNamed { throw SettingsProblem(description: "\(SafeText.visible(path)): no such file") }
            return
        }
        // Whoever may write root's configuration can make root read and run what he likes.
        if geteuid() == 0, signature.owner != 0 || signature.mode & 0o022 != 0, !signature.isLink {
            throw SettingsProblem(
                description: "\(SafeText.visible(path)) can be written by others than root; "
                    + "chown root and chmod go-w it")
        }
        let bytes: [UInt8]
        do throws(SafeFileError) {
            bytes = try SafeFile.read(path, limit: sizeLimit)
        } catch {
            throw SettingsProblem(description: SafeText.visible("\(error)"))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SettingsProblem(description: "\(SafeText.visible(path)): not UTF-8 text")
        }
        let table: TOMLTable
        do throws(TOMLProblem) {
            table = try TOMLDocument.table(text)
        } catch {
            throw SettingsProblem(description: error.text(of: path))
        }
        try take(table, prefix: "", path: path, into: &settings)
    }

    private static func take(
        _ table: TOMLTable, prefix: String, path: String, into settings: inout Settings
    ) throws(SettingsProblem) {
        for name in table.keys.sorted() {
            guard let value = table[name] else { continue }
            let full = prefix + name
            if let key = SettingKey.named(full) {
                guard var text = text(of: value, key.kind) else {
                    throw SettingsProblem(
                        description: "\(SafeText.visible(path)): \(full) must be \(wanted(key.kind))")
                }
                // Broken rules are left out and told; they keep nobody from working.
                if key.name == "triage", value.array != nil {
                    let reading = TriageReader.read(value, file: path)
                    settings.triageRules.insert(reading, at: 0)
                    text = reading.summary
                }
                try set(key, text, origin: path, into: &settings)
            } else if let inner = value.table, SettingKey.all.contains(where: { $0.name.hasPrefix(full + ".") }) {
                try take(inner, prefix: full + ".", path: path, into: &settings)
            } else {
                throw SettingsProblem(
                    description: "\(SafeText.visible(path)): there is no key '\(SafeText.visible(full))'; "
                        + "'atvm-tui config' lists them")
            }
        }
    }

    private static func text(of value: any TOMLValueConvertible, _ kind: SettingKey.Kind) -> String? {
        switch kind {
        case .text, .pattern: return value.string
        case .boolean: return value.bool.map { $0 ? "true" : "false" }
        case .number: return value.int.map(String.init)
        case .duration: return value.string ?? value.int.map { "\($0)s" }
        case .list:
            guard let array = value.array else { return nil }
            let texts = array.compactMap(\.string)
            return texts.count == array.count ? texts.joined(separator: ", ") : nil
        case .table:
            guard let table = value.table else { return nil }
            let pairs = table.keys.sorted().map { key in table[key]?.string.map { "\(key) = \($0)" } }
            return pairs.contains(where: { $0 == nil }) ? nil : pairs.compactMap(\.self).joined(separator: ", ")
        case .rules: return value.array.map { "\($0.count) rules" } ?? value.string
        }
    }

    // MARK: Values

    private static func set(
        _ key: SettingKey, _ text: String, origin: String, into settings: inout Settings
    ) throws(SettingsProblem) {
        let isRight: Bool =
            switch key.kind {
            case .boolean: text == "true" || text == "false"
            case .number: Int(text).map { $0 > 0 } ?? false
            case .duration: DurationReader.duration(text) != nil
            case .text, .list, .table, .rules: !text.isEmpty
            case .pattern: (try? CommandPattern(text)) != nil
            }
        let isKnown = key.name != "supervisor" || ["auto", "systemd", "direct"].contains(text)
        if key.kind == .pattern { try check(pattern: text, key, origin) }
        guard isRight, isKnown else {
            let wanted = isKnown ? wanted(key.kind) : "auto, systemd or direct"
            throw SettingsProblem(
                description: "\(SafeText.visible(origin)): \(key.name) is '\(SafeText.visible(text))'; "
                    + "it must be \(wanted)")
        }
        settings.set(key, text, origin: origin)
    }

    /// A pattern says itself what is wrong with it.
    private static func check(pattern text: String, _ key: SettingKey, _ origin: String) throws(SettingsProblem) {
        do throws(CommandPatternProblem) { _ = try CommandPattern(text) } catch {
            throw SettingsProblem(description: "\(SafeText.visible(origin)): \(key.name): \(error)")
        }
    }

    private static func wanted(_ kind: SettingKey.Kind) -> String {
        switch kind {
        case .text: "a text in quotes"
        case .boolean: "true or false"
        case .number: "a whole number above 0"
        case .duration: "a duration such as \"90m\", \"60s\" or \"0.5s\""
        case .list: "a list of texts"
        case .table: "a table of texts"
        case .pattern: "a command with blanks such as {template} in it"
        case .rules: "a list of rules, each below [[triage]], or the path of a file with rules"
        }
    }
}
