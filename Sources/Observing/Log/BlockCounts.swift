/// How many wanted lines begin in each block of a log, as far as that is known. What it keeps is bounded. Confined to one
/// thread.
final class BlockCounts {
    /// The bytes of a block.
    let stride: Int
    private static let limit = 64 * 1024
    private static let unknown = UInt32.max

    private var counts: [UInt32] = []

    init(stride: Int) { self.stride = stride }

    subscript(block: Int) -> Int? {
        get { block < counts.count && counts[block] != Self.unknown ? Int(counts[block]) : nil }
        set {
            guard let newValue, block < Self.limit else { return }
            if block >= counts.count {
                counts.append(contentsOf: repeatElement(Self.unknown, count: block + 1 - counts.count))
            }
            counts[block] = UInt32(clamping: newValue)
        }
    }

    func forget() { counts = [] }

    /// The first block from this one on that may hold something.
    func firstNotEmpty(from block: Int) -> Int {
        var block = block
        while block < counts.count, counts[block] == 0 { block += 1 }
        return block
    }

    /// The last block up to this one that may hold something; `nil` when none does.
    func lastNotEmpty(upTo block: Int) -> Int? {
        var block = block
        while block >= 0, self[block] == 0 { block -= 1 }
        return block >= 0 ? block : nil
    }
}
