import Formats

/// The kernels of the inventory, read again when its file changes.
final class InventoryStore {
    private let path: String
    private var signature: FileSignature?
    private var inventory: Inventory?
    private(set) var problem: String?

    init(path: String) { self.path = path }

    /// - Returns: whether the inventory has changed.
    func refresh() -> Bool {
        let now = FileSignature(linkAt: path)
        guard now != signature else { return false }
        signature = now
        inventory = nil
        problem = nil
        do throws(SafeFileError) {
            let reading = InventoryReader.read(try SafeFile.read(path, limit: 4 * 1024 * 1024))
            inventory = reading.inventory
            problem = reading.problem.map { "\(path): \($0)" }
        } catch {
            // Without an inventory every kernel is unknown, and nothing is wrong.
            problem = error.isMissing ? nil : "\(error)"
        }
        return true
    }

    func kernel(of host: String, template: String?) -> String? { inventory?.kernel(of: host, template: template) }
}
