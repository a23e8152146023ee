package import Plans
package import Runs

/// What plans need to know of this controller: its paths, and how its supervisor starts and stops things. Whoever acts
/// hands it over, so that the console can show a plan without being able to carry one out.
package struct OperatorDesk: Sendable {
    package let places: @Sendable (BuildName) -> StartPlan.Places
    package let cancelPlan: @Sendable (BuildName) -> CancelPlan
    /// What there is to choose from for a launch, and how its commands are made.
    package let launchRules: LaunchRules
    /// The LUNs with short names, and which client stands for which ESXi host.
    package let luns: LunShorthand
    package let pairing: Pairing
    /// Where files of the operator's own go.
    package let writing: WritePath
    /// The operator, as marks and audit lines name one; `nil` while nobody knows.
    package let person: @Sendable () -> String?

    package init(
        places: @escaping @Sendable (BuildName) -> StartPlan.Places,
        cancelPlan: @escaping @Sendable (BuildName) -> CancelPlan, launchRules: LaunchRules = .standard,
        luns: LunShorthand = .standard, pairing: Pairing = .standard,
        writing: WritePath = WritePath(folder: "/", home: nil), person: @escaping @Sendable () -> String? = { nil }
    ) {
        (self.writing, self.person) = (writing, person)
        (self.luns, self.pairing) = (luns, pairing)
        (self.launchRules, self.places, self.cancelPlan) = (launchRules, places, cancelPlan)
    }
}
