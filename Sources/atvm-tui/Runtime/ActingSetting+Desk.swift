import Acting
import Operating
import Plans

extension ActingSetting {
    /// What plans of this controller are made from. Plans name nobody: who acts is looked up only when somebody does,
    /// because that may take a while and this is asked between two keys.
    var desk: OperatorDesk {
        let planner = Performer(settings: settings.observatory, supervisor: supervisor, person: Person(login: ""))
        return OperatorDesk(
            places: { planner.places(of: $0) }, cancelPlan: { planner.cancelPlan($0, .whole) },
            launchRules: settings.launchRules, luns: try? settings.luns)
    }
}
