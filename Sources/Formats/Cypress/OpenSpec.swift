/// What is known of the spec that the log is in.
struct OpenSpec: Sendable {
    let path: String
    let index: Int
    let count: Int
    /// Its results have been read, or it was not run at all.
    var isClosed = false
    var filter = StepFilter()
    var failures = FailureBlocks()
    /// The summary agrees with the steps seen before it, so it is the reporter's and not imitated by a test.
    var isSummaryCertain = false

    init(_ heading: SpecHeading) { (path, index, count) = (heading.path, heading.index, heading.count) }

    /// `22 passing`: the steps are over, unless a test has printed that line.
    mutating func startSummary(passing: Int, keepsBlankLines: Bool) {
        isSummaryCertain = !filter.hasSteps || filter.passed == passing
        failures = FailureBlocks(titles: filter.failedTitles, keepsBlankLines: keepsBlankLines)
    }

    /// Whether a name in a box or table means this spec. Blanks can be lost where names were wrapped, and a name may be
    /// longer or shorter by the folders in front of it.
    func isNamed(by name: String) -> Bool {
        let one = path.utf8.filter { $0 != UInt8(ascii: " ") }
        let other = name.utf8.filter { $0 != UInt8(ascii: " ") }
        guard !other.isEmpty, !one.isEmpty else { return false }
        return one.count >= other.count ? one.suffix(other.count) == other[...] : other.suffix(one.count) == one[...]
    }
}
