package import Runs

/// What the last launch of a build was asked for, for launching it again.
package struct LastRequest: Equatable, Sendable {
    /// As an operator would type them; secrets in commands stand masked.
    package var fields: StartRequest.Fields
    package var startedAt: Timestamp
    package var startedBy: String

    package init(_ fields: StartRequest.Fields, startedAt: Timestamp, startedBy: String) {
        (self.fields, self.startedAt, self.startedBy) = (fields, startedAt, startedBy)
    }

    /// Whether a command holds a masked secret, which must be typed anew.
    package var isMasked: Bool {
        [fields.templateCommand, fields.runnerCommand].contains { $0?.contains(SecretMask.mask) ?? false }
    }
}
