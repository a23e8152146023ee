import Runs
import Screen

/// One host of a build.
struct HostPlace: Equatable, Sendable {
    enum Panel: String, CaseIterable, Sendable { case failure, steps, artifacts }

    /// The selected step; the one where the host stands at first.
    var step: Int?
    var panel: Panel?
    /// Of the failure's text.
    var offset = 0

    /// The panels that the host has, the one that matters first.
    static func panels(_ host: HostSnapshot) -> [Panel] {
        host.failures.isEmpty ? [.steps, .artifacts] : [.failure, .steps, .artifacts]
    }

    func shownPanel(_ host: HostSnapshot) -> Panel {
        let panels = Self.panels(host)
        return panel.flatMap { panels.contains($0) ? $0 : nil } ?? panels[0]
    }

    func selectedStep(_ host: HostSnapshot) -> Int? {
        let current =
            host.steps.first { $0.status == .failed || $0.status == .running }
            ?? host.steps.last {
                $0.status == .passed
            }
        return step ?? current?.number ?? host.steps.first?.number
    }

    mutating func moveStep(by rows: Int, _ host: HostSnapshot) {
        guard let first = host.steps.first?.number, let last = host.steps.last?.number else { return }
        step = min(max(first, (selectedStep(host) ?? first) + rows), last)
    }
}
