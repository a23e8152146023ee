/// Which part of a list is on the screen.
package enum Scrolling {
    /// The offset that shows `selected`, as near to `offset` as can be, without empty rows at the end of a long list.
    /// - Parameters:
    ///   - offset: the first row that was shown.
    ///   - margin: rows kept between the selection and the edge, where the list goes on there.
    package static func offset(
        keeping selected: Int?, from offset: Int, count: Int, height: Int, margin: Int = 0
    ) -> Int {
        let last = max(0, count - max(0, height))
        guard height > 0 else { return 0 }
        guard let selected else { return min(max(0, offset), last) }
        let margin = min(margin, (height - 1) / 2)
        let lowest = selected - height + 1 + margin
        let highest = selected - margin
        return min(max(0, min(max(offset, lowest), highest)), last)
    }
}
