/// Whether it is worth while to look first for what a match cannot do without: not where that stands in most lines.
struct GuideWorth {
    /// Bytes that were passed over beyond what lines looked at in vain have cost.
    private var credit = GuideWorth.most
    /// So many slices are matched byte by byte before it is tried again.
    private var pause = 0

    private static let most = 32 * 1024
    /// What a line costs that is looked at in vain, in bytes matched instead.
    private static let price = 192
    private static let longPause = 32

    var isUsed: Bool { pause == 0 }

    mutating func beginSlice() {
        guard pause > 0 else { return }
        pause -= 1
        credit = Self.most / 4
    }

    /// A line was looked at in vain, at the end of so many bytes.
    mutating func note(inVain bytes: Int) {
        credit = min(Self.most, credit + bytes - Self.price)
        if credit < 0 { pause = Self.longPause }
    }
}
