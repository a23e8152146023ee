/// Everything that screens know of the controller at one moment.
package struct Snapshot: Equatable, Sendable {
    /// The controller's host name.
    package var controller: String
    package var builds: [BuildSnapshot] = []
    /// When the sources were last looked at.
    package var takenAt: Timestamp
    /// Whether every source has been read once; until then `builds` may be incomplete.
    package var isComplete = false
    /// Paths that cannot be read, a full disk, a supervisor that does not answer: one line each.
    package var problems: [String] = []
    /// Where builds are looked for, for the screen that has none to show.
    package var places: [String] = []

    package init(controller: String, takenAt: Timestamp) { (self.controller, self.takenAt) = (controller, takenAt) }

    package func build(_ name: BuildName) -> BuildSnapshot? { builds.first { $0.name == name } }
}
