package import Plans
package import Runs

/// What of this controller a plan of a prep depends on, as it was looked up last.
package struct PrepGround: Equatable, Sendable {
    /// `nil` where no prep can run here.
    package var surroundings: PrepPlan.Surroundings?
    /// Why none can.
    package var obstacle: String?
    /// What environment and file give; never the password itself.
    package var credentials = PrepCredentials()
    package var preps: [PrepFacts.Prep] = []
    /// What could not be read.
    package var problems: [String] = []

    package init() {}
}

/// A key in the password's field. The text itself is kept by whoever carries this out, in memory that is wiped.
package enum SecretEdit: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    case type(String)
    case erase
    case forget

    package var description: String { "a change of a secret" }
    package var debugDescription: String { description }
}

/// What the console may ask for about preps. Whatever changes storage is in `start`, and only approved.
package enum PrepOrder: Equatable, Sendable {
    case start(Approved<PrepPlan>)
    /// Write down that this plan was not approved.
    case refuse(PrepPlan, because: String)
    case secret(SecretEdit)
    /// Look up what a plan depends on.
    case ground
    /// Follow this prep; the one that was followed before is left.
    case attach(PrepID)
    case detach
    case send(PrepID, PrepInput)
}

/// What the console is told about preps.
package enum PrepNews: Equatable, Sendable {
    case ground(PrepGround)
    /// All preps, the newest first.
    case shelf([PrepSummary], problems: [String])
    case started(PrepID)
    case notStarted(String)
    case event(PrepID, PrepEvent)
    /// It cannot be followed, for this reason.
    case lost(PrepID, String)
}
