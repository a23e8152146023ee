package import Runs

/// The paths of preps that run or have run.
extension Root {
    package var preps: String { path(layout.prepState) }
    package func prepFolder(of id: PrepID) -> String { preps + "/" + id.text }
    package func prepRecord(of id: PrepID) -> String { prepFolder(of: id) + "/prep.json" }
    /// The plan as it was approved, the password masked.
    package func prepPlan(of id: PrepID) -> String { prepFolder(of: id) + "/plan.json" }
    /// What the script has written to its terminal, byte for byte but for the password.
    package func prepTranscript(of id: PrepID) -> String { prepFolder(of: id) + "/transcript" }
    /// What the keeper itself had to say.
    package func prepService(of id: PrepID) -> String { prepFolder(of: id) + "/service.log" }
    /// The name of the keeper's socket within the folder of a prep.
    package static let prepSocket = "socket"
}
