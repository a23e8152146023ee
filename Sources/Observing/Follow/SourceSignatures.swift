/// What stood where the sources of a build are: while it stands, nothing is read again.
struct SourceSignatures: Equatable {
    var log: FileSignature?
    var state: FileSignature?
    var marks: FileSignature?
    var timeline: FileSignature?
    var runner: FileSignature?
    var request: FileSignature?
    var isCancelled = false
    var isPosted = false
    var isAttended = false
    /// Whether the fields below `state` have been looked at.
    var isComplete = false
}
