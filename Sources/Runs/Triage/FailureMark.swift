/// What operators have written down about a failed host: who looks at it, and whether it was waived. It never changes a
/// verdict or a count.
package struct FailureMark: Equatable, Sendable {
    /// Who, and when.
    package struct Stamp: Equatable, Sendable {
        package var by: String
        package var at: Timestamp

        package init(by: String, at: Timestamp) { (self.by, self.at) = (by, at) }
    }

    package var host: String
    package var subRun: SubRunKey?
    /// Who looks at it.
    package var claim: Stamp?
    package var waiver: Stamp?
    /// Why it was waived; never empty with a waiver.
    package var comment: String?

    package init(host: String, subRun: SubRunKey?) { (self.host, self.subRun) = (host, subRun) }

    package var isEmpty: Bool { claim == nil && waiver == nil }

    /// `alice looks at it`, `waived by bob: known firmware fault`
    package var text: String {
        let looks = claim.map { "\(SafeText.visible($0.by)) looks at it" }
        let waived = waiver.map { "waived by \(SafeText.visible($0.by)): \(SafeText.visible(comment ?? ""))" }
        return [waived, looks].compactMap(\.self).joined(separator: "; ")
    }

    /// `alice`, `waived`: for columns.
    package var word: String { waiver != nil ? "waived" : claim.map { SafeText.visible($0.by) } ?? "" }
}
