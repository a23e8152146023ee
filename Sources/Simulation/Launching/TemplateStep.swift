import Runs

/// What `cmc-templates.py` does on the simulated controller: it checks what it was asked for and writes the specs.
package struct TemplateStep: Sendable {
    package var template: String
    package var config: String
    /// Empty for those of the config file.
    package var hosts: [String]
    package var isCategorized: Bool

    package init(template: String, config: String, hosts: [String], isCategorized: Bool) {
        (self.template, self.config, self.hosts, self.isCategorized) = (template, config, hosts, isCategorized)
    }

    /// Why a step failed, as its program says it.
    package struct Problem: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// - Returns: the hosts for which there are specs now.
    package func run(in commands: ControllerCommands) throws -> [String] {
        guard KnownFlows.steps[template] != nil else {
            let known = KnownFlows.steps.keys.sorted().joined(separator: ", ")
            throw Problem(description: "ERROR: there is no template '\(template)'; known are \(known)")
        }
        let automation = "\(commands.root)/\(ControllerPaths.automationRoot)"
        guard Self.isPlain(config), let text = SmallFile.text("\(automation)/\(config)") else {
            throw Problem(description: "ERROR: config file '\(config)' does not exist in the automation root")
        }
        let names = hosts.isEmpty ? Self.hosts(in: text) : hosts
        guard !names.isEmpty else {
            throw Problem(description: "ERROR: config file '\(config)' has no host section")
        }
        if let unknown = names.first(where: { !Self.isPlain($0) || LabHost.named($0) == nil }) {
            throw Problem(description: "ERROR: host '\(unknown)' is not in the inventory")
        }
        let folder = FolderWriter(root: commands.root)
        for name in names {
            let path = "\(ControllerPaths.automationRoot)/cypress/e2e/\(name).cy.ts"
            try folder.replace(path, with: "// \(template) \(name)\n")
        }
        let lines = [template, isCategorized ? "categorize" : "plain"] + names
        try folder.replace(Self.list(config), with: lines.joined(separator: "\n") + "\n")
        return names
    }

    /// What the last template step with this config file has prepared.
    static func prepared(_ config: String, in root: String) -> TemplateStep? {
        guard isPlain(config), let text = SmallFile.text("\(root)/\(list(config))") else { return nil }
        let lines = text.split(separator: "\n").map(String.init)
        guard lines.count >= 3 else { return nil }
        return TemplateStep(
            template: lines[0], config: config, hosts: Array(lines.dropFirst(2)),
            isCategorized: lines[1] == "categorize")
    }

    /// Beside the specs: which of them belong to a config file.
    private static func list(_ config: String) -> String {
        "\(ControllerPaths.automationRoot)/cypress/e2e/.\(config).list"
    }

    /// The texts in quotes of a config file's list of hosts.
    private static func hosts(in text: String) -> [String] {
        guard let start = text.firstRange(ofText: "hosts: [")?.upperBound else { return [] }
        let parts = text[start...].prefix { $0 != "]" }.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    /// A file's name and nothing else.
    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && name.utf8.count < 200
            && name.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789._+-".unicodeScalars.contains($0))
            }
    }
}
