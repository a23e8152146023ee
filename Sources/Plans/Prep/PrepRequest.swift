import Runs

/// What an operator asks `atvm_prep.py` to do: checked and completed, so that every value can only be a value.
package struct PrepRequest: Equatable, Sendable {
    package let mode: PrepMode
    /// The LUN's full name.
    package let lun: String
    /// `nil` for the latest one.
    package let snapshot: String?
    package let client: String
    package let esx: String
    package let vcenter: String
    package let credentials: PrepCredentials
    /// What was not given, in the order of the flags.
    package let inferred: [Inference]
    /// What is doubtful about the values.
    package let warnings: [String]

    /// The values as an operator gave them; `nil` where none was given.
    package struct Fields: Equatable, Sendable {
        package var lun: String?
        package var snapshot: String?
        package var client: String?
        package var esx: String?
        package var vcenter: String?

        package init(
            lun: String? = nil, snapshot: String? = nil, client: String? = nil, esx: String? = nil,
            vcenter: String? = nil
        ) {
            (self.lun, self.snapshot, self.client, self.esx, self.vcenter) = (lun, snapshot, client, esx, vcenter)
        }
    }

    /// The script's own defaults, as the reference has them.
    package static let standardClient = "CDS1-ESX165"
    package static let standardESX = "192.168.1.165"
    package static let standardVCenter = "192.168.0.201"

    /// - Throws: everything that is wrong, field by field.
    package init(
        _ mode: PrepMode, _ fields: Fields, credentials: PrepCredentials = PrepCredentials(),
        luns: LunShorthand = .standard, pairing: Pairing = .standard
    ) throws(PrepProblems) {
        var problems: [PrepProblem] = []
        func check(_ value: String?, _ field: PrepField, _ objection: (String) -> String?) {
            if let value, let reason = objection(value) { problems.append(PrepProblem(field, reason)) }
        }
        if fields.lun == nil { problems.append(PrepProblem(.lun, "is missing; name the LUN, such as --lun Gold")) }
        check(fields.lun, .lun, PrepText.objection(toName:))
        check(fields.snapshot, .snapshot, PrepText.objection(toSnapshot:))
        check(fields.client, .client, PrepText.objection(toName:))
        check(fields.esx, .esx, PrepText.objection(toAddress:))
        check(fields.vcenter, .vcenter, PrepText.objection(toAddress:))
        check(credentials.username, .username, PrepText.objection(toName:))
        guard let given = fields.lun, problems.isEmpty else { throw PrepProblems(problems) }

        let match = try pairing.match(client: fields.client, esx: fields.esx)
        let short = luns.fullName(of: given)
        let lun = short ?? given
        var inferred: [Inference] = []
        var warnings: [String] = []
        if lun != given { inferred.append(Inference(.lun, lun, from: "the shorthand '\(given)'")) }
        inferred += match.inferred
        if fields.vcenter == nil {
            inferred.append(Inference(.vcenter, Self.standardVCenter, from: "the script's default"))
        }
        if let near = luns.differingInCase(lun) {
            warnings.append("LUN '\(lun)' differs from the known '\(near)' in upper and lower case only")
        } else if !luns.isKnown(lun) {
            warnings.append("LUN '\(lun)' is not among those known; it goes to the script as it is")
        }
        if let snapshot = fields.snapshot, snapshot.unicodeScalars.contains(where: { !$0.isASCII }) {
            warnings.append("the snapshot's name holds characters that are not ASCII; they are shown as <U+…>")
        }
        (self.mode, self.lun, snapshot, vcenter) = (mode, lun, fields.snapshot, fields.vcenter ?? Self.standardVCenter)
        (client, esx, self.credentials) = (match.client, match.esx, credentials)
        self.inferred = inferred
        self.warnings = warnings + match.warnings
    }
}
