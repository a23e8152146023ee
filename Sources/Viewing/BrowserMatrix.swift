import Runs
import Screen

/// The matrix of hosts and steps: getting there, moving in it, leading on from a cell.
extension Browser {
    var matrixLayout: MatrixLayout {
        currentBuild.map { MatrixView.layout($0, in: size) } ?? MatrixLayout(size, steps: 0)
    }

    /// Opens the matrix at the host and step that one is at.
    mutating func openMatrix() -> [ViewEffect] {
        guard let name = subjectBuild else { return [] }
        var (shown, step): (HostID?, Int?) = (nil, nil)
        if case .failures = place { shown = failures.selected.map { HostID($0.first.host) } }
        if case .host(_, let id) = place { (shown, step) = (id, currentHost.flatMap { host.selectedStep($0) }) }
        // From a host that was opened here one goes back, not deeper and deeper.
        let effects = places.dropLast().last == .matrix(name) ? back() : open(.matrix(name))
        if let shown, build.list.ids.contains(shown) { build.list.selection = shown }
        let selected = currentBuild.flatMap { build.selected($0) }
        matrix.moveStep(to: step ?? selected.flatMap { HostPlace().selectedStep($0) } ?? 1, matrixLayout)
        build.list.scroll(height: pageHeight)
        return effects
    }

    /// The selected host at the selected step.
    mutating func openMatrixCell() -> [ViewEffect] {
        guard case .matrix(let name) = place, let id = build.list.selection else { return [] }
        let effects = open(.host(name, id))
        guard let step = currentHost?.steps.first(where: { $0.number == matrix.step }) else { return effects }
        host.step = step.number
        // Of a step that failed the failure matters, of others how long they took.
        host.panel = step.status == .failed ? nil : .steps
        return effects
    }

    /// Where the log tells of the selected cell; `nil` for its end.
    var matrixLogTarget: Int? {
        guard let host = currentBuild.flatMap({ build.selected($0) }),
            let step = host.steps.first(where: { $0.number == matrix.step })
        else { return nil }
        switch step.status {
        case .running, .waiting: return nil
        case .failed:
            return host.failures.first { $0.step == step.number }?.logOffset ?? step.logOffset ?? host.failureOffset
        case .passed, .unknown: return step.logOffset ?? host.logOffset
        case .skipped: return step.logOffset ?? host.failureOffset ?? host.logOffset
        }
    }

    /// The step at which the selected host failed, after a jump to that host.
    mutating func selectFailedStep() {
        let selected = currentBuild.flatMap { build.selected($0) }
        guard let failed = selected?.steps.first(where: { $0.status == .failed }) else { return }
        matrix.moveStep(to: failed.number, matrixLayout)
    }

    /// A click selects a cell, a host or a step; on what is selected it opens.
    mutating func clickMatrix(_ point: Point) -> [ViewEffect] {
        guard let current = currentBuild else { return [] }
        let hit = MatrixView.cell(at: point, matrix, build.list, current, in: size)
        let isSelected = hit.host != nil && hit.host == build.list.selection && (hit.step ?? matrix.step) == matrix.step
        if isSelected { return openMatrixCell() }
        if let step = hit.step { matrix.moveStep(to: step, matrixLayout) }
        if let host = hit.host { build.list.selection = host }
        return []
    }
}
