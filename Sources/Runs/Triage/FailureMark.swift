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
    /// When the launch began whose failure this is about; `nil` where nobody knew.
    package var launch: Timestamp?

    /// Of a comment, in characters.
    package static let commentLimit = 400

    package init(host: String, subRun: SubRunKey?) { (self.host, self.subRun) = (host, subRun) }

    package var isEmpty: Bool { claim == nil && waiver == nil }

    /// What of it is about this launch of the build; `nil` when nothing is: a failure of an earlier one says nothing of it.
    package func standing(in build: BuildSnapshot) -> FailureMark? {
        // A start that was known and is not any more: somebody has used the name again.
        guard launch == nil || build.launch.startedAt != nil else { return nil }
        var mark = self
        if let start = build.startedAt {
            if let at = claim?.at, at < start { mark.claim = nil }
            if let at = waiver?.at, at < start { (mark.waiver, mark.comment) = (nil, nil) }
        }
        return mark.isEmpty ? nil : mark
    }

    /// `alice looks at it`, `waived by bob: known firmware fault`
    package var text: String {
        let looks = claim.map { "\(SafeText.visible($0.by)) looks at it" }
        let waived = waiver.map { "waived by \(SafeText.visible($0.by)): \(SafeText.visible(comment ?? ""))" }
        return [waived, looks].compactMap(\.self).joined(separator: "; ")
    }

    /// `waived`, `alice looks at it`: for lines that have room for a few words.
    package var brief: String {
        waiver != nil ? "waived" : claim.map { "\(SafeText.visible($0.by)) looks at it" } ?? ""
    }

    /// `by bob: known firmware fault`: what `brief` leaves out; `nil` where that is nothing.
    package var remark: String? {
        waiver.map { "by \(SafeText.visible($0.by)): \(SafeText.visible(comment ?? ""))" }
    }

    /// `alice`, `waived`: for columns.
    package var word: String { waiver != nil ? "waived" : claim.map { SafeText.visible($0.by) } ?? "" }
}
