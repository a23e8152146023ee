package import Plans
package import Runs

package enum ActionKind: String, Sendable { case start, cancel, settle, mark }

/// A plan that an operator is asked about.
package enum PlannedAction: Equatable, Sendable {
    case start(StartPlan)
    case cancel(CancelPlan)
    case settle(SettlePlan)
    case mark(MarkPlan)

    package var plan: any Plan {
        switch self {
        case .start(let plan): plan
        case .cancel(let plan): plan
        case .settle(let plan): plan
        case .mark(let plan): plan
        }
    }

    package var build: BuildName {
        switch self {
        case .start(let plan): plan.request.build
        case .cancel(let plan): plan.build
        case .settle(let plan): plan.build
        case .mark(let plan): plan.build
        }
    }

    /// The approved plan, when the answer is what the plan asked for.
    package func approve(_ answer: Answer) -> ApprovedAction? {
        switch self {
        case .start(let plan): plan.approve(answer).map(ApprovedAction.start)
        case .cancel(let plan): plan.approve(answer).map(ApprovedAction.cancel)
        case .settle(let plan): plan.approve(answer).map(ApprovedAction.settle)
        case .mark(let plan): plan.approve(answer).map(ApprovedAction.mark)
        }
    }
}

/// A plan that an operator has agreed to: all that the console can have done.
package enum ApprovedAction: Equatable, Sendable {
    case start(Approved<StartPlan>)
    case cancel(Approved<CancelPlan>)
    case settle(Approved<SettlePlan>)
    case mark(Approved<MarkPlan>)

    package var build: BuildName {
        switch self {
        case .start(let approved): approved.plan.request.build
        case .cancel(let approved): approved.plan.build
        case .settle(let approved): approved.plan.build
        case .mark(let approved): approved.plan.build
        }
    }

    package var kind: ActionKind {
        switch self {
        case .start: .start
        case .cancel: .cancel
        case .settle: .settle
        case .mark: .mark
        }
    }
}
