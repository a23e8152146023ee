import Runs
import Screen

extension BuildState {
    var glyph: Glyph {
        switch self {
        case .running: .running
        case .completed: .passed
        case .failed: .failed
        case .cancelled: .cancelled
        case .terminated, .hung: .hung
        case .unknown: .attention
        }
    }

    var role: Role {
        switch self {
        case .running: .running
        case .completed: .good
        case .failed: .bad
        case .cancelled: .skipped
        case .terminated, .hung, .unknown: .warning
        }
    }

    /// The filled band of the wallboard.
    var band: Role {
        switch self {
        case .running: .bandRunning
        case .completed: .bandGood
        case .failed: .bandBad
        case .cancelled: .bandSkipped
        case .terminated, .hung, .unknown: .bandWarning
        }
    }

    /// `▶ RUNNING`: a word beside every glyph and every colour.
    func text(_ glyphs: GlyphSet) -> StyledText { [Span("\(glyphs[glyph]) \(rawValue)", role)] }
}

extension HostStatus {
    var glyph: Glyph {
        switch self {
        case .waiting: .waiting
        case .running: .running
        case .passed: .passed
        case .failed: .failed
        case .skipped: .skipped
        }
    }

    var role: Role {
        switch self {
        case .waiting: .waiting
        case .running: .running
        case .passed: .good
        case .failed: .bad
        case .skipped: .skipped
        }
    }

    /// Failed hosts first, then what runs, then what waits, then what is over.
    var order: Int {
        switch self {
        case .failed: 0
        case .running: 1
        case .waiting: 2
        case .skipped: 3
        case .passed: 4
        }
    }

    func text(_ glyphs: GlyphSet) -> StyledText { [Span("\(glyphs[glyph]) \(word)", role)] }
}

extension StepSnapshot.Status {
    var glyph: Glyph {
        switch self {
        case .waiting: .separator
        case .running: .running
        case .passed: .passed
        case .failed: .failed
        case .skipped: .skipped
        case .unknown: .none
        }
    }

    var role: Role {
        switch self {
        case .waiting, .unknown: .waiting
        case .running: .running
        case .passed: .good
        case .failed: .bad
        case .skipped: .skipped
        }
    }

    var word: String {
        switch self {
        case .waiting: "waiting"
        case .running: "running"
        case .passed: "passed"
        case .failed: "FAILED"
        case .skipped: "skipped"
        case .unknown: "unknown"
        }
    }
}
