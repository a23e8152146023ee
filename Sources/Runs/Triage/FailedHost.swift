/// A host that has failed, with all that is known of it: a row of every list of failures.
///
/// Lists of thousands hand it around, so that what it says is made once and shared.
package struct FailedHost: Equatable, Sendable {
    private final class Content: Sendable {
        let build: BuildName
        let host: HostSnapshot
        let failure: HostFailure?
        let name: String
        let step: String
        let message: String
        let key: String

        init(_ host: HostSnapshot, _ build: BuildName, _ flow: Flow) {
            (self.build, self.host) = (build, host)
            failure = FailedHost.failure(of: host)
            name = HostLabel.text(host.name, in: host.subRun)
            step = FailedHost.step(of: host, failure, flow)
            message = FailedHost.message(of: host, failure, step)
            key = FailureKey.key(step: step, message: message, host: host.name)
        }
    }

    private let content: Content

    init(_ host: HostSnapshot, of build: BuildName, flow: Flow) { content = Content(host, build, flow) }

    package static func == (one: FailedHost, other: FailedHost) -> Bool {
        let (one, other) = (one.content, other.content)
        return one === other
            || one.build == other.build && one.host == other.host && one.step == other.step
                && one.failure == other.failure
    }

    package var build: BuildName { content.build }
    package var host: HostSnapshot { content.host }
    /// Its first failure in full; `nil` of a build whose log nobody has read.
    package var failure: HostFailure? { content.failure }
    /// With its sub-run, where it has one; safe to show.
    package var name: String { content.name }
    /// `7. Create migration session`; empty when nothing says where it failed.
    package var step: String { content.step }
    /// The error in one line, safe to show.
    package var message: String { content.message }
    /// The first line of the error alone.
    package var firstLine: String { Self.firstLine(of: content.host, content.failure, content.step) }
    /// What it has in common with others that failed alike.
    package var key: String { content.key }
    /// What operators have written down about it.
    package var mark: FailureMark? { content.host.mark }
    /// What its spec took; `nil` also where the output says none at all, as of what crashed at once.
    package var duration: Duration? { content.host.duration.flatMap { $0 > .zero ? $0 : nil } }
    package var endedAt: Timestamp? { content.host.endedAt }
    package var artifacts: [String] { content.host.artifacts }
    /// Those of the failure that is shown before the others.
    package var screenshots: [String] {
        let all = content.host.screenshots
        guard let failure, all.count > 1 else { return all }
        let own = content.host.screenshots(of: failure)
        return own + all.filter { !own.contains($0) }
    }

    /// Whether both are the same host of the same run.
    package func isSameHost(as other: FailedHost) -> Bool {
        content.build == other.content.build && content.host.name == other.content.host.name
            && content.host.subRun == other.content.host.subRun
    }

    /// Of several the first one that a rule knows.
    private static func failure(of host: HostSnapshot) -> HostFailure? {
        host.failures.first { $0.cause != nil && $0.cause == host.cause } ?? host.failures.first
    }

    private static func step(of host: HostSnapshot, _ failure: HostFailure?, _ flow: Flow) -> String {
        if let failure { return SafeText.visible(failure.step.map { "\($0). \(failure.title)" } ?? failure.title) }
        if let kept = host.keptFailure { return kept.step }
        guard let number = host.step else { return "" }
        let title = host.stepTitle ?? flow.text(ofStep: number) ?? ""
        return SafeText.visible("\(number). \(title)").trimmingBlanks()
    }

    private static func message(of host: HostSnapshot, _ failure: HostFailure?, _ step: String) -> String {
        if let failure { return failure.failure.headline }
        if let kept = host.keptFailure { return kept.message }
        if let message = host.recordedMessage { return Failure.cut(SafeText.visible(message)) }
        return firstLine(of: host, nil, step)
    }

    private static func firstLine(of host: HostSnapshot, _ failure: HostFailure?, _ step: String) -> String {
        if let failure { return SafeText.firstLine(of: failure.failure.message) }
        if let kept = host.keptFailure { return kept.firstLine }
        let detail = SafeText.visible(host.detail)
        let heading = "step \(step): ".utf8
        guard !step.isEmpty, detail.utf8.starts(with: heading) else { return Failure.cut(detail) }
        return Failure.cut(String(decoding: detail.utf8.dropFirst(heading.count), as: UTF8.self))
    }

    /// What is to be kept of the failure of a host of which everything else is let go of.
    static func kept(of host: HostSnapshot) -> KeptFailure? {
        guard let failure = failure(of: host) else { return nil }
        let step = step(of: host, failure, .unknown)
        return KeptFailure(
            step: step, number: failure.step, title: failure.title, message: message(of: host, failure, step),
            firstLine: firstLine(of: host, failure, step))
    }

    /// The number of the step, and its title without it.
    package var stepNumber: Int? {
        if let failure { return failure.step }
        return content.host.keptFailure.map(\.number) ?? content.host.step
    }
    /// `nil` of what broke off in no known step.
    package var stepTitle: String? {
        let title = failure?.title ?? content.host.keptFailure?.title ?? content.host.stepTitle
        return title?.isEmpty == true ? nil : title
    }

    /// `7. Create migration session: timed out`
    package var text: String { step.isEmpty || message.isEmpty ? step + message : "\(step): \(message)" }

    /// That the host has failed otherwise, too, of which this is not told; `nil` where it has not, as far as is known.
    package var others: String? {
        let count = content.host.failures.count - 1
        return count > 0 ? "\(count) more failure\(count == 1 ? "" : "s") of \(name)" : nil
    }

    package var cause: KnownCause? { content.failure?.cause ?? content.host.cause }

    /// How often the step was tried.
    package var attempts: Int? {
        let failed = content.host.steps.lazy.filter { $0.status == .failed }
        return (failed.first { $0.number == content.failure?.step } ?? failed.first)?.attempts
    }

    /// Where the log tells of it, in bytes.
    package var logOffset: Int? { failure?.logOffset ?? content.host.failureOffset ?? content.host.logOffset }

    /// Message and stack, safe to show; the one known line where nobody has read the log.
    package func excerpt(stack: Int) -> [String] {
        failure.map { FailureExcerpt.lines(of: $0.failure, stack: stack) } ?? [message]
    }
}

extension HostSnapshot {
    /// Lets go of what only a build that runs, or is looked at, needs. In lists its failure stays what it was.
    package mutating func letGoOfDetails() {
        keptFailure = FailedHost.kept(of: self) ?? keptFailure
        (steps, failures, artifacts, screenshots) = ([], [], [], [])
    }
}

extension BuildSnapshot {
    /// In the order of the run.
    package var failedHosts: [FailedHost] { rememberedFailures.failed ?? failedHosts { _ in true } }

    /// Makes what lists of failures show of it, so that who shows thousands of builds need not. Whatever changes of its
    /// hosts afterwards makes it be forgotten.
    package mutating func rememberFailures() {
        rememberedFailures.failed = counts.failed > 0 ? failedHosts { _ in true } : nil
    }

    /// Those of them that are wanted.
    package func failedHosts(where isWanted: (HostSnapshot) -> Bool) -> [FailedHost] {
        var failed: [FailedHost] = []
        for index in hosts.indices {
            // By pattern: comparing would copy every host.
            guard case .failed = hosts[index].status, isWanted(hosts[index]) else { continue }
            failed.append(FailedHost(hosts[index], of: name, flow: flow))
        }
        return failed
    }
}

/// The failed hosts of a build, made ahead of time. They follow from the rest of it, so no build is another one by them.
struct RememberedFailures: Equatable, Sendable {
    var failed: [FailedHost]?

    static func == (_: RememberedFailures, _: RememberedFailures) -> Bool { true }
}
