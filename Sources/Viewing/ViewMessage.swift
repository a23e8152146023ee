package import Runs
package import Screen

/// What a read-only screen program is told.
package enum ViewMessage: Sendable {
    case input(InputEvent)
    case resized(Size)
    /// Time has passed. `isStale` tells that the sources have not been looked at for longer than they should.
    case tick(now: Timestamp, lookedAt: Timestamp, isStale: Bool)
    case snapshot(Snapshot)
    case log(LogWindow)
    case logIndex(LogIndexReport)
    case logTally(LogTally)
    /// How many preps run, and how many ask.
    case preps(PrepSign)
    /// What became of an effect, or what the operator should know.
    case message(MessageLine)
    /// The theme in use, by name.
    case theme(String)
}

/// A message of a screen program that shows runs, or of one around it.
package protocol ScreenMessage: Sendable {
    static func view(_ message: ViewMessage) -> Self
}

extension ViewMessage: ScreenMessage {
    package static func view(_ message: ViewMessage) -> ViewMessage { message }
}

/// What a read-only screen program may ask for. There is no case that changes anything on the controller.
package enum ViewEffect: Equatable, Sendable {
    case quit
    /// Paint everything again.
    case redraw
    /// Give the terminal back to the shell until it continues us.
    case suspend
    /// Look at everything again now.
    case refresh
    /// Follow this build in full: hosts with steps and failures.
    case attend(BuildName?)
    case readLog(LogRequest)
    /// Ask for the index of the log that is read; `nil` when none is read any more.
    case indexLog(LogIndexRequest?)
    /// Count the lines of the log that match; `nil` when nobody wants to know any more.
    case tallyLog(LogTallyRequest?)
    /// Put text into the terminal's clipboard; `what` names it.
    case copy(text: String, what: String)
    /// Use the theme of that name, or the next one.
    case useTheme(String?)
}
