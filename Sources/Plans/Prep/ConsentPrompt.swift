import Runs

/// The question for an approval on a terminal, and what counts as its answer.
package struct ConsentPrompt: Equatable, Sendable {
    package let consent: Consent
    /// What is asked; the answer follows on the same line.
    package let question: String

    package init(_ consent: Consent) {
        self.consent = consent
        question =
            switch consent {
            case .yesOrNo: "Run it? [y/N] "
            case .typed(let name):
                "Type the full name, \(PrepText.shown(name)), to run it (anything else is No): "
            }
    }

    /// - Parameter line: the bytes as they were typed, with the line feed that ends them. A line without one was cut off
    ///   (the terminal is gone, the end of a file), and is no consent.
    package func answer(to line: [UInt8]) -> Answer {
        guard line.last == UInt8(ascii: "\n"), let text = String(validating: line.dropLast(), as: UTF8.self) else {
            return .no
        }
        switch consent {
        case .yesOrNo:
            return ["y", "Y", "yes", "Yes", "YES"].contains { $0.utf8.elementsEqual(text.utf8) } ? .yes : .no
        case .typed: return text.isEmpty ? .no : .typed(text)
        }
    }
}
