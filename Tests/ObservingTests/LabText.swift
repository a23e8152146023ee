import Runs

/// Texts as a controller's files hold them.
enum LabText {
    /// The header of a run, as Cypress prints it.
    static func runHeader(_ specs: [String]) -> String {
        """

        ====================================================================================================

          (Run Starting)

          ┌────────────────────────────────────────────────────────────────────────────────────────────────┐
          │ Cypress:        12.17.4                                                                        │
          │ Browser:        Electron 106 (headless)                                                        │
          │ Specs:          \(pad("\(specs.count) found (\(specs.map { "\($0).cy.ts" }.joined(separator: ", ")))", 79))│
          └────────────────────────────────────────────────────────────────────────────────────────────────┘


        """
    }

    static func specHeader(_ spec: String, _ index: Int, of count: Int) -> String {
        let name = pad("  Running:  \(spec).cy.ts", 90)
        return """

            ────────────────────────────────────────────────────────────────────────────────────────────────────

            \(name)(\(index) of \(count))


              ATVM \(spec)

            """
    }

    static func passed(_ number: Int) -> String {
        "    ✓ \(number). \(title(number)) (\(number)s)\n".replacing("s)", with: "000ms)")
    }

    static func title(_ number: Int) -> String { KnownFlows.steps["cmc-e2e"]?[number - 1] ?? "" }

    static func state(
        _ build: String, _ state: String, started: Timestamp?, ended: Timestamp? = nil, more: String = ""
    ) -> String {
        func text(_ time: Timestamp?) -> String { time.map { "\"\($0.rfc3339)\"" } ?? "null" }
        return """
            {"schema":1,"build":"\(build)","template":"cmc-e2e","state":"\(state)","started_at":\(text(started)),
             "ended_at":\(text(ended)),"updated_at":\(text(ended ?? started)),"reason":"as recorded"\(more)}
            """
    }

    static func junit(_ spec: String, failing: Bool = false, at time: String = "2026-11-20T14:03:22") -> String {
        let failure = failing ? "<failure message=\"no\">Error: no</failure>" : ""
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="Mocha Tests" time="1.0" tests="1" failures="\(failing ? 1 : 0)">
              <testsuite name="Root Suite" timestamp="\(time)" tests="0" file="cypress/e2e/\(spec).cy.ts" time="0" failures="0">
              </testsuite>
              <testsuite name="ATVM \(spec)" timestamp="\(time)" tests="1" time="1.0" failures="\(failing ? 1 : 0)">
                <testcase name="ATVM \(spec) 1. Verifying set up" time="1.0" classname="1. Verifying set up">\(failure)</testcase>
              </testsuite>
            </testsuites>

            """
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
