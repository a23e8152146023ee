package import Runs
import Screen

/// The list of failures, and what a program around the browser may know of it.
extension Browser {
    /// The build that a key is about: that of the place, else of what is selected.
    var subjectBuild: BuildName? {
        switch place {
        case .builds: builds.list.selection
        case .failures(let name): name ?? failures.selected?.first.build
        case .build, .matrix, .host, .log, .report: place.build
        }
    }

    /// The failed hosts that a key is about: those of the selected failure, or the host that is shown or selected.
    package var targetFailures: [FailedHost] {
        switch place {
        case .failures: return failures.selected?.members ?? []
        case .host(_, let id): return failed(id)
        case .build, .matrix: return build.list.selection.map(failed) ?? []
        case .builds, .log, .report: return []
        }
    }

    private func failed(_ id: HostID) -> [FailedHost] {
        currentBuild?.failedHosts { $0.name == id.name && $0.subRun == id.subRun } ?? []
    }

    /// Among the failures of all builds, those of the selected one are read in full.
    func attendSelectedFailure() -> [ViewEffect] {
        guard case .failures(nil) = place, let build = failures.selected?.first.build else { return [] }
        return [.attend(build)]
    }

    /// Selects a host among the failures that are shown.
    /// - Returns: whether the host is one of those that have failed.
    package mutating func selectFailure(of host: HostSnapshot, in build: BuildName) -> Bool {
        guard failures.select(HostID(host), of: build) else { return false }
        failures.list.scroll(height: pageHeight)
        return true
    }

    mutating func openFailedHost() -> [ViewEffect] {
        guard let failed = failures.selected?.first else { return [] }
        return open(.host(failed.build, HostID(failed.host)))
    }
}
