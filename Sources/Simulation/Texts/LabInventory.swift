/// Writes the lab's inventory in Markdown, as the contract's section 6 wants it.
package enum LabInventory {
    /// Tables for Linux and Windows; every host of `names` is in one of them, also a numbered one.
    package static func markdown(for names: [String]) -> String {
        let hosts = names.compactMap { name in
            LabHost.named(name).map { LabHost(name, $0.address, $0.system, $0.kernel) }
        }
        return "# VM inventory\n" + table("Linux", hosts.filter { !$0.isWindows })
            + table("Windows", hosts.filter(\.isWindows))
    }

    private static func table(_ title: String, _ hosts: [LabHost]) -> String {
        guard !hosts.isEmpty else { return "" }
        let rows = hosts.map { "| \($0.name) | \($0.address) | \($0.system) | \($0.kernel) |\n" }
        return "\n## \(title)\n\n| Host | IP | OS | Kernel |\n|---|---|---|---|\n" + rows.joined()
    }
}
