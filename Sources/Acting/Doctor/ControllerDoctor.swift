package import Observing

/// Every check of a controller. It changes nothing and posts nothing.
package enum ControllerDoctor {
    /// In the order in which they are shown; a new group is a row.
    package static let groups = [
        ToolChecks.group, SystemdChecks.group, UnitFileChecks.group, PostingChecks.group, FolderChecks.group,
        LogFolderChecks.group, RoomChecks.group, TerminalChecks.group, BuildChecks.group,
    ]
}
