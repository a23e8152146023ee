/// What is wrong with one field of a request, which is named as its flag.
package struct FieldProblem<Field: RawRepresentable<String> & Equatable & Sendable>: Equatable, Sendable {
    package var field: Field
    package var reason: String

    package init(_ field: Field, _ reason: String) { (self.field, self.reason) = (field, reason) }
}

extension FieldProblem: CustomStringConvertible {
    package var description: String { "\(field.rawValue): \(reason)" }
}

/// Everything that is wrong with a request.
package struct FieldProblems<Field: RawRepresentable<String> & Equatable & Sendable>: Error, Equatable {
    package var all: [FieldProblem<Field>]

    package init(_ all: [FieldProblem<Field>]) { self.all = all }
}

extension FieldProblems: CustomStringConvertible {
    package var description: String { all.map(\.description).joined(separator: "\n") }
}
