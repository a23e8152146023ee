package import Plans
package import Runs
package import Viewing

/// What the operator's console is told.
package enum OperatorMessage: ScreenMessage {
    /// What the browser below is told too.
    case view(ViewMessage)
    /// A line about an action that runs.
    case progress(BuildName, String)
    /// An action has come to its end.
    case performed(Performed)
    case answer(OperatorAnswer)
    case prep(PrepNews)
    /// What has become of a file that was to be written.
    case file(FileOrder, FileOutcome)
}

/// What the operator's console may ask for. Whatever changes the controller is in `perform`, and only approved.
package enum OperatorEffect: Equatable, Sendable {
    case view(ViewEffect)
    case perform(ApprovedAction)
    /// Read something of the controller; the answer comes as a message.
    case ask(OperatorQuestion)
    /// Ask the action that runs on this build to end before its time; a start does so during its template step.
    case interrupt(BuildName)
    case prep(PrepOrder)
    /// Write a new file of the operator's own.
    case write(FileOrder)
}

/// A fact of the controller that no snapshot holds.
package enum OperatorQuestion: Hashable, Sendable {
    /// The end of the audit trail.
    case audit
    /// What the last launch of a build was asked for.
    case request(BuildName)
    /// The posts of a build that an operator may settle.
    case posts(BuildName)
    /// What of a build runs now.
    case processes(BuildName)
    /// The hosts of the inventory.
    case inventory
    /// The preps that run.
    case preps
}

package enum OperatorAnswer: Equatable, Sendable {
    case audit(AuditExcerpt)
    /// `nil` when it was not written down or cannot be read.
    case request(BuildName, LastRequest?)
    case posts(BuildName, [UnsettledPost])
    /// The posts of a build cannot be read, for this reason.
    case noPosts(BuildName, String)
    case processes(BuildName, BuildProcesses)
    case inventory([InventoryHost])
    case preps(PrepFacts)
}

/// An action and what has become of it.
package struct Performed: Equatable, Sendable {
    package enum Result: Equatable, Sendable {
        /// The outcome in one line.
        case done(String)
        /// Why not, in one line, and the last lines of what has failed.
        case failed(String, lines: [String])
    }

    package let build: BuildName
    package let kind: ActionKind
    package let result: Result

    package init(_ kind: ActionKind, of build: BuildName, _ result: Result) {
        (self.kind, self.build, self.result) = (kind, build, result)
    }
}
