/// Names what is not as it should be with a run, for the NOTES of its report.
enum Anomalies {
    static func lines(
        of verdict: Verdict, _ evidence: Evidence, _ flow: Flow, _ contradictions: [String]
    ) -> [String] {
        var lines: [String] = []
        switch verdict.state {
        case .hung, .terminated, .unknown: lines.append("\(verdict.state.rawValue): \(verdict.reason)")
        case .running, .completed, .failed, .cancelled: break
        }
        if evidence.delivery == .unknown {
            lines.append("delivery unknown: nobody knows whether the status was posted")
        }
        if evidence.log.vitals?.wasCut == true { lines.append("the run log was cut while it was followed") }
        lines += contradictions
        switch flow.origin {
        case .learned: lines.append("the template is not known: the test flow is the order of tests in the log")
        case .recognised:
            let name = flow.template ?? ""
            lines.append("no template is recorded: the test flow was recognised as that of \(name)")
        case .template, .none: break
        }
        return lines
    }
}
