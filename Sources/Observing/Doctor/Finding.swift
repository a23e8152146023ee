import Runs

/// What a check has found out about one requirement of the controller.
package struct Finding: Equatable, Sendable {
    package enum Standing: String, CaseIterable, Sendable {
        case ok
        /// It works, but not as it should or not for long.
        case warning
        /// It must be there and is not.
        case missing
        /// It is there and must be otherwise.
        case wrong
        /// Whoever asks may not see it.
        case hidden
        /// It cannot be told here: under another root, or because what it depends on is missing.
        case unchecked = "not checked"
    }

    /// What is checked, in a few words.
    package let subject: String
    package let standing: Standing
    /// What it is, or what is wrong with it; one line, fit to be shown.
    package let text: String
    /// The command that mends it; `nil` where there is nothing to mend or no command can.
    package let mend: String?

    package init(_ subject: String, _ standing: Standing, _ text: String, mend: String? = nil) {
        self.subject = SafeText.visible(subject)
        self.standing = standing
        self.text = SecretMask.masked(text: SafeText.visible(text))
        self.mend = mend.map(SafeText.visible)
    }

    /// Whether the controller cannot do its work like this.
    package var isFault: Bool { standing == .missing || standing == .wrong }
}

/// A group of checks. A new check is a row in one.
package struct DoctorGroup: Sendable {
    /// What the checks have in common, such as `folders`.
    package let title: String
    package let check: @Sendable (DoctorContext) -> [Finding]

    package init(_ title: String, _ check: @escaping @Sendable (DoctorContext) -> [Finding]) {
        (self.title, self.check) = (title, check)
    }
}
