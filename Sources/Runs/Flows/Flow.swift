/// The numbered steps that every host of a build goes through.
package struct Flow: Equatable, Sendable {
    /// How the flow came to be known.
    package enum Origin: Equatable, Sendable {
        /// The build's template is one that the program knows.
        case template
        /// No template is recorded, but the titles seen are those of exactly one known template.
        case recognised
        /// The template is not known: the order of tests in the log.
        case learned
        /// Nothing is known yet.
        case none
    }

    package var origin: Origin
    /// The template's name; `nil` for a learned flow of a build without one.
    package var template: String?
    /// The steps' texts without numbers; step 1 is at index 0.
    package var steps: [String]

    package init(_ origin: Origin, template: String?, steps: [String]) {
        (self.origin, self.template, self.steps) = (origin, template, steps)
    }

    package static let unknown = Flow(.none, template: nil, steps: [])

    /// The text of a step counted from 1.
    package func text(ofStep number: Int) -> String? {
        steps.indices.contains(number - 1) ? steps[number - 1] : nil
    }
}
