import Runs

/// Tells the step lines of a spec from output of its tests that only looks like them.
struct StepFilter: Sendable {
    /// Whether the steps of this spec carry numbers; then a line without one is none.
    private var isNumbered: Bool?
    /// A pending line has decided that; such lines are the ones that output imitates most.
    private var isDecidedByPending = false
    /// The spec has broken off: what follows explains that, in lists that look like pending tests.
    private var isBroken = false
    /// Bit n: a suite title stood at column n.
    private var suites: UInt64 = 0
    /// Bit n: a step was accepted at column n.
    private var columns: UInt64 = 0
    private(set) var passed = 0
    /// Titles by failure ordinal, as printed; several where output has imitated one.
    private(set) var failedTitles: [Int: [String]] = [:]
    private var lastOrdinal = 0

    /// Whether any step line has been accepted.
    var hasSteps: Bool { columns != 0 }

    /// A line that is no step may be a suite's title: the steps of the suite stand two columns to its right.
    mutating func noteText(at column: Int) {
        if column >= 2, column & 1 == 0, column < 62 { suites |= 1 << UInt64(column) }
    }

    /// The same for a bit at each column.
    mutating func noteText(atColumns columns: UInt64) { suites |= columns & Self.evenColumns }

    /// Those from 2 to 60.
    private static let evenColumns: UInt64 = 0x1555_5555_5555_5554

    /// The spec has said why it breaks off.
    mutating func noteBreak() { isBroken = true }

    /// Whether a line is a step of the spec.
    mutating func accepts(_ line: StepLine, at column: Int) -> Bool {
        guard column >= 2, column & 1 == 0 else { return false }
        if isBroken {
            switch line {
            case .passed, .retried: break
            case .pending, .failed, .summary: return false
            }
        }
        switch line {
        case .passed(let title, _):
            guard accepts(title: title, at: column, isPending: false) else { return false }
            passed += 1
        case .retried(let title, _, _):
            guard accepts(title: title, at: column, isPending: false) else { return false }
        case .pending(let title):
            guard isPlausible(column), accepts(title: title, at: column, isPending: true) else { return false }
        case .failed(let ordinal, let title):
            // Failures are counted over the whole spec; none is left out.
            guard ordinal >= 1, ordinal <= lastOrdinal + 1 else { return false }
            if HookTitle.parse(title) == nil {
                guard isPlausible(column), accepts(title: title, at: column, isPending: false) else { return false }
            }
            lastOrdinal = ordinal
            failedTitles[ordinal, default: []].append(title)
        case .summary:
            return false
        }
        columns |= 1 << UInt64(min(column, 62))
        isBroken = false
        return true
    }

    private mutating func accepts(title: String, at column: Int, isPending: Bool) -> Bool {
        let number = StepTitle.number(of: title)
        switch isNumbered {
        case nil:
            isNumbered = number == 1
            isDecidedByPending = isPending
        case false? where isDecidedByPending && !isPending:
            isNumbered = number == 1
            isDecidedByPending = false
        case true?:
            return number != nil
        case false?:
            break
        }
        return true
    }

    /// Whether a step may stand at a column: below a suite's title, or where steps have stood before. A numbered step
    /// needs no such proof.
    private func isPlausible(_ column: Int) -> Bool {
        if isNumbered == true { return true }
        let bit: UInt64 = 1 << UInt64(min(column, 62))
        if columns & bit != 0 || suites & (bit >> 2) != 0 { return true }
        return columns == 0 && suites == 0
    }
}
