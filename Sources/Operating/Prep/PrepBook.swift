package import Plans
import Runs
package import Viewing

/// What of preps outlives the screen that shows it.
struct PrepBook: Equatable, Sendable {
    /// The newest first.
    var preps: [PrepSummary] = []
    var problems: [String] = []
    /// `nil` until it was looked up.
    var ground: PrepGround?
    /// A form that was kept for later, or whose prep is being started.
    var draft: PrepForm?
    /// An approved prep is being handed to its keeper.
    var isStarting = false

    subscript(id: PrepID) -> PrepSummary? { preps.first { $0.id == id } }

    var sign: PrepSign { PrepSign(of: preps) }
}

extension PrepSign {
    package init(of preps: [PrepSummary]) {
        self.init(running: preps.count { $0.isRunning }, asking: preps.count { $0.question != nil })
    }
}
