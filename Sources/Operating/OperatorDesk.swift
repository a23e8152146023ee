package import Plans
package import Runs

/// What plans need to know of this controller: its paths, and how its supervisor starts and stops things. Whoever acts
/// hands it over, so that the console can show a plan without being able to carry one out.
package struct OperatorDesk: Sendable {
    package let places: @Sendable (BuildName) -> StartPlan.Places
    package let cancelPlan: @Sendable (BuildName) -> CancelPlan

    package init(
        places: @escaping @Sendable (BuildName) -> StartPlan.Places,
        cancelPlan: @escaping @Sendable (BuildName) -> CancelPlan
    ) {
        (self.places, self.cancelPlan) = (places, cancelPlan)
    }
}
