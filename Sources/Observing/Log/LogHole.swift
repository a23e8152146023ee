import CPosix

/// Holes of a sparse file, which no line ends in: what is left in front when a log was cut under a program that writes on
/// from where it was. Gigabytes of it cost nothing to jump over.
enum LogHole {
    /// Where data goes on from an offset on: there, unless a hole begins or lies there. `nil` where none follows.
    static func end(around offset: Int, of descriptor: Int32) -> Int? {
        let data = cp_data_from(descriptor, Int64(offset))
        return data < 0 ? nil : max(offset, Int(data))
    }

    /// Where the hole begins that ends at an offset or goes through it; the offset itself where there is none.
    static func start(around offset: Int, of descriptor: Int32) -> Int {
        func isHole(_ place: Int) -> Bool { end(around: place, of: descriptor).map { $0 >= offset } ?? true }
        guard offset > 0, isHole(offset - 1) else { return offset }
        var (low, high) = (0, offset - 1)
        while low < high {
            let middle = (low + high) / 2
            if isHole(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
