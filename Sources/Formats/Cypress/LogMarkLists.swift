import Runs

/// The marks of each kind, in the order of the log, and at most so many of each that they take some megabytes.
struct LogMarkLists: Sendable {
    private var lists: [[Int]] = Array(repeating: [], count: LogMark.allCases.count)
    private(set) var cut: Set<LogMark> = []

    subscript(kind: LogMark) -> [Int] { lists[Self.place(kind)] }

    var isEmpty: Bool { lists.allSatisfy(\.isEmpty) }

    mutating func add(_ kind: LogMark, at offset: Int) {
        let place = Self.place(kind)
        guard lists[place].count < Self.limit(kind) else {
            cut.insert(kind)
            return
        }
        if let last = lists[place].last, last >= offset {
            // A block is told of when it ends, after what stands within it.
            let index = lists[place].firstIndex(notBelow: offset)
            if lists[place][index] != offset { lists[place].insert(offset, at: index) }
        } else {
            lists[place].append(offset)
        }
    }

    mutating func remove(_ kind: LogMark, at offset: Int) {
        let index = self[kind].firstIndex(notBelow: offset)
        if index < self[kind].count, self[kind][index] == offset { lists[Self.place(kind)].remove(at: index) }
    }

    static func limit(_ kind: LogMark) -> Int {
        switch kind {
        case .run: 8 * 1024
        case .host, .failure: 64 * 1024
        case .step: 256 * 1024
        }
    }

    private static func place(_ kind: LogMark) -> Int {
        switch kind {
        case .run: 0
        case .host: 1
        case .step: 2
        case .failure: 3
        }
    }
}

extension [Int] {
    /// The first index whose value is at least `value`, in a sorted list; the count where there is none.
    package func firstIndex(notBelow value: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
