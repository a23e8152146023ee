import Formats
import Runs

/// A log as lines to compare: runs, specs, steps, failures.
func describe(_ log: RunLog) -> [String] {
    log.runs.enumerated().flatMap { index, run -> [String] in
        ["run \(index + 1) \(run.hasEnded ? "ended" : "open")\(run.saysFailed ? " failed" : "")"]
            + run.specs.flatMap { spec in
                ["  \(spec.path) \(SpecOutcome.of(spec, in: run).outcome.rawValue)"] + describe(spec)
            }
    }
}

func describe(_ spec: SpecRecord) -> [String] {
    spec.steps.map { step in
        var line = "    \(step.status.rawValue) \(step.title)"
        if let duration = step.duration { line += " \(duration.wholeMilliseconds)ms" }
        if step.attempts > 1 { line += " x\(step.attempts)" }
        if let hook = step.hook { line += " [\(hook)]" }
        return line
    } + spec.failures.map { "    ! \($0.failure.path.joined(separator: " > ")): \($0.failure.message)" }
}

/// Reads a text in one piece.
func read(_ text: String) -> RunLog { read(Array(text.utf8)) }

func read(_ bytes: [UInt8]) -> RunLog { CypressLog.read(bytes.span.bytes) }
