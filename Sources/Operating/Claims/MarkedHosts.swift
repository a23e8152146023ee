import Plans
import Runs

/// The failed hosts that a dialog is about, and what stands about them.
struct MarkedHosts: Equatable, Sendable {
    let targets: [MarkPlan.Target]
    /// What is written down of each; empty where nothing is.
    private let texts: [String]
    let isClaimed: Bool
    let isWaived: Bool

    /// - Parameter failed: hosts of one build.
    init(_ failed: [FailedHost]) {
        targets = failed.map { MarkPlan.Target($0.host) }
        texts = failed.map { $0.mark?.text ?? "" }
        isClaimed = failed.contains { $0.mark?.claim != nil }
        isWaived = failed.contains { $0.mark?.waiver != nil }
    }

    /// The marks, one line each.
    var lines: [String] {
        zip(targets, texts).compactMap { target, text in text.isEmpty ? nil : "\(target.name): \(text)" }
    }

    /// The same hosts as they stand now; `nil` when one of them has not failed any more.
    func refreshed(from build: BuildSnapshot) -> MarkedHosts? {
        let names = Set(targets.map(\.host))
        let failed = build.failedHosts { names.contains($0.name) }
        let places = Dictionary(
            failed.map { ([$0.host.name, $0.host.subRun?.text ?? ""], $0) }, uniquingKeysWith: { first, _ in first })
        let now = targets.compactMap { places[[$0.host, $0.subRun?.text ?? ""]] }
        return now.count == targets.count ? MarkedHosts(now) : nil
    }

    /// What has changed since others stood in their place, in one line: `w2k25: alice looks at it`.
    /// - Parameter old: the same hosts.
    func news(since old: MarkedHosts) -> String {
        let changed = targets.indices.filter { old.texts[$0] != texts[$0] }
        guard changed.count == 1, let index = changed.first else {
            return "\(changed.count) of these hosts were marked otherwise"
        }
        let text = texts[index].isEmpty ? "its mark is gone" : texts[index]
        return "\(targets[index].name): \(text)"
    }
}
