/// The config files of the simulated lab, one for each family of datastores.
package enum LabConfig {
    package static let families = ["gold", "gold2"]

    package static func file(of family: String) -> String { "cypress.atvm-config-\(family).ts" }

    /// A file's text: the hosts that a template step takes when it is given none.
    static func text(of family: String) -> String {
        let hosts = LabHost.names(3, from: family == "gold" ? 0 : 3)
        let list = hosts.map { "\"\($0)\"" }.joined(separator: ", ")
        return "// Simulated: hosts of the family \(family).\nexport default { env: { hosts: [\(list)] } }\n"
    }
}
