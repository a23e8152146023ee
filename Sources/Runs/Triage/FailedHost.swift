/// A host that has failed, with all that is known of it: a row of every list of failures.
package struct FailedHost: Equatable, Sendable {
    package let build: BuildName
    package let host: HostSnapshot
    /// Its first failure in full; `nil` of a build whose log nobody has read.
    package let failure: HostFailure?
    /// The title of the step at which it failed, as the flow has it.
    private let flowTitle: String?

    init(_ host: HostSnapshot, of build: BuildName, flow: Flow) {
        (self.build, self.host) = (build, host)
        flowTitle = host.step.flatMap(flow.text(ofStep:))
        failure = host.failures.first { $0.cause != nil && $0.cause == host.cause } ?? host.failures.first
    }

    package var name: String { SafeText.visible(host.name) }

    /// `7. Create migration session`; empty when nothing says where it failed.
    package var step: String {
        if let failure { return SafeText.visible(failure.step.map { "\($0). \(failure.title)" } ?? failure.title) }
        guard let number = host.step else { return "" }
        return SafeText.visible("\(number). \(host.stepTitle ?? flowTitle ?? "")").trimmingBlanks()
    }

    /// The first line of the error.
    package var message: String {
        if let failure { return SafeText.firstLine(of: failure.failure.message) }
        let detail = SafeText.visible(host.detail)
        let heading = "step \(step): "
        return !step.isEmpty && detail.hasPrefix(heading) ? String(detail.dropFirst(heading.count)) : detail
    }

    /// `7. Create migration session: timed out`
    package var text: String { [step, message].filter { !$0.isEmpty }.joined(separator: ": ") }

    package var cause: KnownCause? { failure?.cause ?? host.cause }

    /// How often the step was tried.
    package var attempts: Int? { host.steps.first { $0.status == .failed }?.attempts }

    /// Where the log tells of it, in bytes.
    package var logOffset: Int? { failure?.logOffset ?? host.failureOffset ?? host.logOffset }

    /// Message and stack, safe to show; the one known line where nobody has read the log.
    package func excerpt(stack: Int) -> [String] {
        failure.map { FailureExcerpt.lines(of: $0.failure, stack: stack) } ?? [message]
    }
}

extension BuildSnapshot {
    /// In the order of the run.
    package var failedHosts: [FailedHost] {
        hosts.indices.compactMap { hosts[$0].status == .failed ? FailedHost(hosts[$0], of: name, flow: flow) : nil }
    }
}

/// Hosts that have failed in the same way: one cause, to be read once.
package struct FailureGroup: Equatable, Sendable {
    /// Tells it from others, and stays while hosts join it.
    package let key: String
    package private(set) var members: [FailedHost]

    /// One host alone.
    package init(_ host: FailedHost) { (key, members) = (FailureKey.key(of: host), [host]) }

    private init(key: String, members: [FailedHost]) { (self.key, self.members) = (key, members) }

    package var first: FailedHost { members[0] }
    package var cause: KnownCause? { members.lazy.compactMap(\.cause).first }

    /// The failures of these hosts: those of most hosts first, then in the order in which they came.
    package static func groups(of failed: [FailedHost]) -> [FailureGroup] {
        var groups: [FailureGroup] = []
        var places: [String: Int] = [:]
        for host in failed {
            let key = FailureKey.key(of: host)
            if let place = places[key] {
                groups[place].members.append(host)
            } else {
                places[key] = groups.count
                groups.append(FailureGroup(key: key, members: [host]))
            }
        }
        return groups.enumerated().sorted { one, other in
            let (left, right) = (one.element.members.count, other.element.members.count)
            return left == right ? one.offset < other.offset : left > right
        }.map(\.element)
    }
}

/// What failures of one kind have in common.
package enum FailureKey {
    static func key(of failed: FailedHost) -> String {
        StepTitle.key(of: failed.step) + "\n" + normal(failed.message, host: failed.host.name)
    }

    /// A message without what differs from host to host: the host's name, numbers, times, addresses, ids.
    package static func normal(_ message: String, host: String) -> String {
        var text = message.lowercased()
        let name = host.lowercased()
        if name.utf8.count > 1, text.holds(name) {
            text = text.replacing(name, with: "<host>")
        }
        var out: [UInt8] = []
        var word: [UInt8] = []
        for byte in Array(text.utf8) + [0] {
            if isWord(byte) {
                word.append(byte)
                continue
            }
            out += shape(word)
            word.removeAll(keepingCapacity: true)
            if byte != 0 { out.append(byte) }
        }
        return collapsed(String(decoding: out, as: UTF8.self))
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte >= 0x80
    }

    /// Digits become `#`; what can only be an id becomes one too.
    private static func shape(_ word: [UInt8]) -> [UInt8] {
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        guard word.contains(where: isDigit) else { return word }
        if word.count >= 8, word.allSatisfy({ isDigit($0) || (0x61...0x66).contains($0) }) { return [0x23] }
        var out: [UInt8] = []
        for byte in word {
            if !isDigit(byte) { out.append(byte) } else if out.last != 0x23 { out.append(0x23) }
        }
        return out
    }

    /// Addresses, times and ids of several parts are one `#`.
    private static func collapsed(_ text: String) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            let count = out.count
            if byte == 0x23, count >= 2, out[count - 2] == 0x23, ".:-/".utf8.contains(out[count - 1]) {
                out.removeLast()
                continue
            }
            out.append(byte)
        }
        return String(decoding: out, as: UTF8.self)
    }
}
