import Formats
package import Observing
package import Plans
package import Runs

extension PostBox {
    /// The posts of a build that an operator may settle, with what is known of them.
    /// - Throws: when they cannot be read.
    package static func unsettled(of build: BuildName, _ root: Root) throws(ActingError) -> [UnsettledPost] {
        try all(of: build, root).filter { $0.posting.phase == .unknown || $0.posting.phase == .gaveUp }
            .map(\.unsettled)
    }

    private var unsettled: UnsettledPost {
        // What cannot be read now is not shown; whoever settles it reads it again.
        let body = try? body()
        return UnsettledPost(
            build, subRun: subRun, phase: posting.phase, firstTriedAt: posting.firstTriedAt,
            failures: posting.failures, reason: posting.reason.map(SafeText.visible), head: body.map(Self.head) ?? [],
            size: body?.count, launch: launch)
    }

    /// The first lines of the report in a frozen body.
    private static func head(of body: [UInt8]) -> [String] {
        let text = (try? JSONValue(json: body))?["text"]?.string ?? String(decoding: body.prefix(4000), as: UTF8.self)
        let lines = text.split(separator: "\n", maxSplits: 12, omittingEmptySubsequences: true).prefix(12)
        return lines.map { SafeText.visible(SecretMask.masked(text: String($0))) }
    }
}
