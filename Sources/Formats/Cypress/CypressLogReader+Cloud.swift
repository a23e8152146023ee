import Runs

// Invocations of cypress-cloud: what stands around the runs of its batches.
extension CypressLogReader {
    /// `Discovered 22 spec files`: only with the line after it does it announce an invocation.
    mutating func takeDiscovered(at offset: Int) -> Bool {
        guard line.column == 0, let (count, next) = line.number(at: "Discovered ".utf8.count),
            line.has(" spec file", at: next)
        else { return false }
        discovered = (count, offset, currentLine)
        return true
    }

    /// `Tags: a,b; Group: linux; Parallel: true; Batch Size: 3`
    mutating func takeInvocationParameters(at offset: Int) -> Bool {
        guard let announced = discovered, currentLine - announced.line <= 3, isWholeLine, line.column == 0 else {
            return false
        }
        let text = line.text()
        guard let start = text.firstRange(ofText: "; Group: "), text.holds("; Parallel: ") else { return false }
        discovered = nil
        // Whatever run stood open before has ended without saying so.
        closeFailures()
        spec = nil
        phase = .outside
        hasOpenInvocation = true
        emit(.invocationStarted(discovered: announced.count), at: announced.offset)
        let rest = String(text[start.upperBound...])
        let group = rest.firstRange(ofText: "; Parallel: ").map { String(rest[..<$0.lowerBound]) } ?? rest
        if group != "false", !group.isEmpty { emit(.invocationGrouped(group), at: offset) }
        return true
    }

    /// `🎥 Run URL: https://…`, `🏁 Recorded Run: https://…`
    mutating func takeInvocationAddress(at offset: Int) -> Bool {
        guard isWholeLine, line.column == 0, hasOpenInvocation, phase == .outside else { return false }
        for label: StaticString in ["🎥 Run URL: ", "🏁 Recorded Run: "] where line.has(label, at: 0) {
            emit(.invocationAddressed(url: line.text(from: line.skipBlanks(label.utf8CodeUnitCount))), at: offset)
            return true
        }
        return false
    }

    /// `Running: cypress/e2e/a.cy.ts, cypress/e2e/b.cy.ts (2/22)`
    mutating func takeBatch(at offset: Int) -> Bool {
        guard hasOpenInvocation, phase == .outside, isBelowDoubleRule, line.has("Running: ", at: 0),
            let open = line.bytes[..<line.end].lastIndex(of: UInt8(ascii: "(")),
            let claimed = line.number(at: open + 1), line.has("/", at: claimed.next),
            let total = line.number(at: claimed.next + 1), line.has(")", at: total.next), total.next + 1 == line.end
        else { return false }
        let specs = line.text(9..<open).split(separator: ",").map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
        emit(.invocationTook(specs: specs), at: offset)
        return true
    }

    /// `Cloud Run Finished`
    mutating func announceCloudTable() -> Bool {
        hasOpenInvocation && phase == .outside ? announce(.cloudTable) : false
    }

    mutating func takeCloudTableLine(at offset: Int) {
        switch cloudTable.take(line) {
        case .more: break
        case .abandoned: phase = phaseBefore
        case .ended:
            emit(.invocationEnded(rows: cloudTable.rows), at: offset)
            phase = .outside
        }
    }
}
