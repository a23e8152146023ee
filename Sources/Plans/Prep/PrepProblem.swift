/// A field of a prep request, named as its flag.
package enum PrepField: String, CaseIterable, Sendable {
    case lun = "--lun"
    case snapshot = "--snapshot"
    case client = "--client"
    case esx = "--esx"
    case vcenter = "--vcenter"
    case username = "ATVM_VCENTER_USERNAME"
}

/// What is wrong with one field.
package struct PrepProblem: Equatable, Sendable, CustomStringConvertible {
    package var field: PrepField
    package var reason: String

    package init(_ field: PrepField, _ reason: String) { (self.field, self.reason) = (field, reason) }

    package var description: String { "\(field.rawValue): \(reason)" }
}

/// Everything that is wrong with a request.
package struct PrepProblems: Error, Equatable, Sendable, CustomStringConvertible {
    package var all: [PrepProblem]

    package init(_ all: [PrepProblem]) { self.all = all }

    package var description: String { all.map(\.description).joined(separator: "\n") }
}
