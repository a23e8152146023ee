import Runs

extension RunHeader {
    /// The header of a run from the keys and values of its box.
    init(box values: [String: String]) {
        self.init()
        if let specs = values["Specs"] { readSpecs(specs) }
        if let parameters = values["Params"] { group = Self.group(in: parameters) }
        url = values["Run URL"]
    }

    /// Reads `3 found (a.cy.ts, b.cy.ts, c.cy.ts)`; a list that ends in `...)` was cut within its last name.
    private mutating func readSpecs(_ text: String) {
        let words = text.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[1] == "found" else { return }
        specsExpected = PrintedDuration.number(words[0])
        guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else { return }
        var list = text[text.index(after: open)...].dropLast()
        let isCut = list.hasSuffix("...")
        if isCut { list = list.dropLast(3) }
        specNames = list.split(separator: ",").map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
        if isCut, !specNames.isEmpty { specNames.removeLast() }
    }

    /// Reads `Tag: nightly, Group: linux, Parallel: true`; `false` is none.
    private static func group(in text: String) -> String? {
        guard let start = text.firstRange(ofText: "Group: ") else { return nil }
        let rest = String(text[start.upperBound...])
        let name = rest.firstRange(ofText: ", Parallel:").map { String(rest[..<$0.lowerBound]) } ?? rest
        return name == "false" || name.isEmpty ? nil : name
    }
}

extension Counts {
    /// The counts of a results box; `nil` unless it has all five.
    init?(box values: [String: String]) {
        guard let tests = values["Tests"].flatMap({ PrintedDuration.number($0) }),
            let passing = values["Passing"].flatMap({ PrintedDuration.number($0) }),
            let failing = values["Failing"].flatMap({ PrintedDuration.number($0) }),
            let pending = values["Pending"].flatMap({ PrintedDuration.number($0) }),
            let skipped = values["Skipped"].flatMap({ PrintedDuration.number($0) })
        else { return nil }
        self.init(tests: tests, passing: passing, failing: failing, pending: pending, skipped: skipped)
    }
}
