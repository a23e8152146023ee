import Runs

/// Explains the failures of builds by the rules. What was found for a failure is kept, so that a look that brings nothing
/// new costs nothing. Confined to the engine's thread.
final class Triage {
    private let rules: TriageRules
    private var known: [Question: KnownCause?] = [:]

    private enum Question: Hashable {
        case failure(Failure, title: String)
        case detail(String)
    }

    init(_ rules: TriageRules) { self.rules = rules }

    var problems: [String] { rules.problems }

    /// Writes the known causes into a build. No verdict changes.
    func explain(_ build: inout BuildSnapshot) {
        guard !rules.rules.isEmpty else { return }
        for index in build.hosts.indices where build.hosts[index].status == .failed {
            for place in build.hosts[index].failures.indices {
                let failure = build.hosts[index].failures[place]
                build.hosts[index].failures[place].cause = cause(.failure(failure.failure, title: failure.title))
            }
            let found = build.hosts[index].failures.lazy.compactMap(\.cause).first
            // Of a build whose log was not read, or is gone, the recorded line is all there is.
            build.hosts[index].cause =
                found ?? (build.hosts[index].failures.isEmpty ? cause(.detail(build.hosts[index].detail)) : nil)
            if !build.isDetailed || build.hosts[index].isRecorded { build.hosts[index].cause?.doubt = .ofAll }
        }
    }

    private func cause(_ question: Question) -> KnownCause? {
        if let found = known[question] { return found }
        if known.count > 4096 { known.removeAll() }
        let cause =
            switch question {
            case .failure(let failure, let title): rules.cause(of: failure, step: title)
            case .detail(let text): rules.cause(of: [text], step: text)
            }
        known[question] = .some(cause)
        return cause
    }
}
