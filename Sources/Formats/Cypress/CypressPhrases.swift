import Runs

/// What Cypress and its launchers say when something breaks, by how such lines begin.
enum CypressPhrases {
    /// Why a spec ends before its end.
    static func isEarlyExit(_ line: CleanLine) -> Bool {
        earlyExits.contains { line.has($0, at: line.column) }
            || line.has("We detected that the ", at: line.column) && line.text().holds(" just crashed")
    }

    /// Why no run starts.
    static func isStartFailure(_ line: CleanLine) -> Bool {
        startFailures.contains { line.has($0, at: line.column) }
    }

    /// Whether a start failure is one after which Cypress tries again by itself.
    static func isTriedAgain(_ text: String) -> Bool { text.hasPrefix("We encountered an unexpected error") }

    private static let earlyExits: [StaticString] = [
        "Oops...we found an error preparing this test file:", "We found an error preparing this test file:",
        "Your configFile threw an error from:", "An error was thrown in your plugins file",
        "The browser never connected.", "The Test Runner unexpectedly exited",
    ]

    private static let startFailures: [StaticString] = [
        "Can't run because", "Cypress could not verify", "Cypress failed to start", "Cypress verification failed",
        "Cypress failed to verify", "Cypress executable not found", "Cypress Cloud is not responding",
        "Error: The cypress npm package", "The cypress npm package is installed",
        "The Test Runner unexpectedly exited", "Your system is missing the dependency", "Your configFile",
        "We encountered an unexpected error", "Found no spec files", "ERROR",
    ]
}
