import Acting
import Operating
import Plans

extension ActingSetting {
    /// What plans of this controller are made from.
    var desk: OperatorDesk {
        let setting = self
        // Made when they are asked for: nothing of it is needed before the first frame.
        return OperatorDesk(
            places: { setting.performer.places(of: $0) }, cancelPlan: { setting.performer.cancelPlan($0, .whole) })
    }
}
