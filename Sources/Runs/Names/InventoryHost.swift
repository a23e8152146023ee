/// A host as the inventory knows it.
package struct InventoryHost: Equatable, Sendable {
    /// As the inventory spells it.
    package var name: String
    package var kernel: String

    package init(name: String, kernel: String) { (self.name, self.kernel) = (name, kernel) }
}
