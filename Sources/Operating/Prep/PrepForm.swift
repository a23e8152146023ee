package import Plans
package import Runs
import Screen

/// What a prep form is held against.
package struct PrepKnowledge: Sendable {
    package var luns: LunShorthand
    package var pairing: Pairing
    /// `nil` until it was looked up.
    package var ground: PrepGround?
    package var snapshot: Snapshot

    package init(luns: LunShorthand, pairing: Pairing, ground: PrepGround?, snapshot: Snapshot) {
        (self.luns, self.pairing, self.ground, self.snapshot) = (luns, pairing, ground, snapshot)
    }
}

/// The form from which a prep is planned. The plan is made anew with every change; the one that is shown is the one that
/// is asked about. The password is no part of it, only how many characters it has.
package struct PrepForm: PreviewedForm, Equatable, Sendable {
    /// What lies over the form.
    enum Question: Equatable {
        case leave(LeaveQuestion)
        case consent(PrepConsent)
    }

    var form: Form<PrepFormField>
    /// What would run; `nil` while something is wrong or missing.
    package internal(set) var plan: PrepPlan?
    var question: Question?
    var visited: Set<PrepFormField> = []
    var isTouched = false
    var previewOffset = 0
    var isPreviewWhole = false
    /// Why the last try has not started.
    var failure: String?
    /// What was said last, until the next key.
    var notice: String?

    package init(_ knowing: PrepKnowledge) {
        let made = PrepFormField.allCases.map { FormField($0, $0.label, Self.value($0, knowing), hint: $0.hint) }
        form = Form(made[0], Array(made.dropFirst()))
        settle(knowing)
    }

    private static func value(_ field: PrepFormField, _ knowing: PrepKnowledge) -> FormValue {
        switch field {
        case .mode:
            .list(FormList(PrepMode.allCases.map { FormList.Option($0.rawValue, detail: "\($0.flag)  \($0.purpose)") }))
        case .lun:
            .list(
                FormList(
                    knowing.luns.pairs.all.map { FormList.Option($0.name, detail: $0.value) }, takesOther: true))
        case .client:
            .list(
                FormList(
                    knowing.pairing.pairs.all.map { FormList.Option($0.name, detail: $0.value) }, takesOther: true))
        case .esx:
            .list(
                FormList(
                    knowing.pairing.pairs.all.map { FormList.Option($0.value, detail: $0.name) }, takesOther: true))
        case .snapshot, .vcenter, .username: .text("")
        case .password: .masked(0)
        case .ask: .button
        }
    }

    /// Characters of the password.
    var passwordCount: Int {
        get { if case .masked(let count) = form.value(.password) { count } else { 0 } }
        set { form[.password]?.value = .masked(max(0, newValue)) }
    }

    /// Without its password and its dialog: to be opened again.
    package mutating func rest(_ knowing: PrepKnowledge) {
        question = nil
        passwordCount = 0
        settle(knowing)
    }

    package mutating func refresh(_ knowing: PrepKnowledge) {
        settle(knowing)
        guard case .consent(var consent) = question else { return }
        if plan != consent.plan {
            consent.object("something has changed since this plan was made: go back and look again")
        }
        question = .consent(consent)
    }

    var asksUnseen: Bool { if case .consent(let consent) = question { !consent.isShown } else { false } }

    package mutating func wasShown() {
        guard case .consent(var consent) = question, !consent.isShown else { return }
        consent.isShown = true
        question = .consent(consent)
    }

    // MARK: Plan

    mutating func settle(_ knowing: PrepKnowledge) {
        var remarks: [PrepFormField: [FormRemark]] = [:]
        plan = makePlan(knowing, &remarks)
        if let failure { remarks[.ask, default: []].append(FormRemark(.problem, failure)) }
        for field in PrepFormField.allCases { form[field]?.remarks = remarks[field] ?? [] }
    }

    private func text(_ field: PrepFormField) -> String? {
        let text = form.value(field).text
        return text.isEmpty ? nil : text
    }

    private func makePlan(
        _ knowing: PrepKnowledge, _ remarks: inout [PrepFormField: [FormRemark]]
    ) -> PrepPlan? {
        if let obstacle = knowing.ground?.obstacle {
            remarks[.mode, default: []].append(FormRemark(.problem, SafeText.visible(obstacle)))
        }
        guard let mode = text(.mode).flatMap(PrepMode.init(rawValue:)) else {
            if visited.contains(.mode) { remarks[.mode, default: []].append(FormRemark(.problem, "is missing")) }
            return nil
        }
        let fields = PrepRequest.Fields(
            lun: text(.lun), snapshot: text(.snapshot), client: text(.client), esx: text(.esx),
            vcenter: text(.vcenter))
        var credentials = knowing.ground?.credentials ?? PrepCredentials()
        if let typed = text(.username) { (credentials.username, credentials.usernameSource) = (typed, nil) }
        if passwordCount > 0 { credentials.passwordSource = .field }
        let request: PrepRequest
        do throws(PrepProblems) {
            request = try PrepRequest(
                mode, fields, credentials: credentials, luns: knowing.luns, pairing: knowing.pairing)
        } catch {
            for problem in error.all {
                let field = PrepFormField(problem.field)
                guard text(field) != nil || visited.contains(field) else { continue }
                let reason = text(field) == nil ? "is missing" : problem.reason
                remarks[field, default: []].append(FormRemark(.problem, SafeText.visible(reason)))
            }
            return nil
        }
        for inferred in request.inferred {
            let field = PrepFormField(inferred.field)
            remarks[field, default: []].append(FormRemark(.note, SafeText.visible(inferred.text)))
        }
        guard let ground = knowing.ground, let surroundings = ground.surroundings else { return nil }
        var facts = PrepFacts(of: knowing.snapshot, preps: ground.preps)
        facts.problems += ground.problems
        do throws(PrepConflict) {
            return try PrepPlan(request, in: surroundings, knowing: facts, luns: knowing.luns)
        } catch {
            remarks[.client, default: []].append(FormRemark(.problem, "\(error)"))
            return nil
        }
    }
}
