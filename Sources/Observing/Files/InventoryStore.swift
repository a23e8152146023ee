import Formats
import Runs

/// The kernels of the inventory, read again when its file changes.
final class InventoryStore {
    private let root: Root
    private var path: String { root.inventory }
    private var signature: FileSignature?
    private var inventory: Inventory?
    private(set) var problem: String?

    init(root: Root) { self.root = root }

    /// - Returns: whether the inventory has changed.
    func refresh() -> Bool {
        let now = FileSignature(linkAt: path)
        guard now != signature else { return false }
        signature = now
        inventory = nil
        problem = nil
        do throws(SafeFileError) {
            let read = Inventory(markdown: try SafeFile.read(path, limit: 4 * 1024 * 1024))
            inventory = read
            if read.count == 0 {
                problem = "\(root.shown(path)): no table with a host column and a kernel column; kernels are unknown"
            }
        } catch {
            // Without an inventory every kernel is unknown, and nothing is wrong.
            problem = error.isMissing ? nil : root.shown("\(error)")
        }
        return true
    }

    /// The host of a spec's name, matched without case and without the template's name around it.
    func host(_ name: String, template: String?) -> InventoryHost? { inventory?.host(name, template: template) }
}
