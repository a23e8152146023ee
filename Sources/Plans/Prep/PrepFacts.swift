package import Runs

/// What runs on the controller while a prep is planned.
package struct PrepFacts: Equatable, Sendable {
    /// A build whose runner lives.
    package struct Build: Equatable, Sendable {
        package var name: BuildName
        package var configFamily: String?
        package var configFile: String?

        package init(_ name: BuildName, configFamily: String? = nil, configFile: String? = nil) {
            (self.name, self.configFamily, self.configFile) = (name, configFamily, configFile)
        }
    }

    /// A prep that has not ended.
    package struct Prep: Equatable, Sendable {
        package var mode: PrepMode
        package var lun: String
        package var client: String
        package var startedBy: String
        package var startedAt: Timestamp

        package init(_ mode: PrepMode, lun: String, client: String, startedBy: String, startedAt: Timestamp) {
            (self.mode, self.lun, self.client) = (mode, lun, client)
            (self.startedBy, self.startedAt) = (startedBy, startedAt)
        }
    }

    package var builds: [Build]
    package var preps: [Prep]
    /// What could not be looked at, one line each: a build may be missing because of it.
    package var problems: [String]

    package init(builds: [Build] = [], preps: [Prep] = [], problems: [String] = []) {
        (self.builds, self.preps, self.problems) = (builds, preps, problems)
    }

    /// The builds of a snapshot whose runner lives.
    package init(of snapshot: Snapshot, preps: [Prep] = []) {
        let builds = snapshot.builds.filter { $0.state == .running || $0.state == .hung }
        self.init(
            builds: builds.map {
                Build($0.name, configFamily: $0.launch.configFamily, configFile: $0.launch.configFile)
            }, preps: preps, problems: snapshot.problems)
    }
}

/// A build that runs on the storage of a prep, or may do so.
package struct BuildConflict: Equatable, Sendable {
    package var build: BuildName
    /// The config family or file that says so; `nil` where the build does not tell, so that it may be this one.
    package var evidence: String?

    package init(_ build: BuildName, evidence: String?) { (self.build, self.evidence) = (build, evidence) }

    package var text: String {
        if let evidence { return "build \(build) is running and uses the same config family: \(evidence)" }
        return "build \(build) is running and its config family is not known: it may use this LUN"
    }
}

/// Another prep is at work on the same client or LUN.
package struct PrepConflict: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String
}

extension PrepFacts {
    /// The builds that use a LUN, or may.
    func conflicts(on lun: String, _ luns: LunShorthand) -> [BuildConflict] {
        builds.compactMap { build in
            if let family = build.configFamily {
                guard let used = luns.lun(ofFamily: family) else { return BuildConflict(build.name, evidence: nil) }
                return used == lun ? BuildConflict(build.name, evidence: PrepText.shown(family)) : nil
            }
            if let file = build.configFile {
                let used = luns.luns(inFile: file)
                if !used.isEmpty {
                    return used.contains(lun) ? BuildConflict(build.name, evidence: PrepText.shown(file)) : nil
                }
            }
            return BuildConflict(build.name, evidence: nil)
        }
    }

    /// One prep per client and per LUN at a time.
    func check(_ request: PrepRequest) throws(PrepConflict) {
        guard let other = preps.first(where: { $0.client == request.client || $0.lun == request.lun }) else { return }
        let shared = other.client == request.client ? "client \(other.client)" : "LUN \(PrepText.shown(other.lun))"
        throw PrepConflict(
            description: "a prep is running on the same \(shared): \(other.mode.rawValue) of "
                + "\(PrepText.shown(other.lun)) for \(PrepText.shown(other.client)), started by "
                + "\(SafeText.visible(other.startedBy)) at \(other.startedAt.rfc3339); wait for its end")
    }
}

extension PrepFacts {
    /// What a build that is to be started should know: the preps on the LUN that it uses, or may use.
    package func warnings(for build: Build, _ luns: LunShorthand) -> [String] {
        preps.filter { !PrepFacts(builds: [build]).conflicts(on: $0.lun, luns).isEmpty }.map { prep in
            "prep \(prep.mode.rawValue) of \(PrepText.shown(prep.lun)) for \(PrepText.shown(prep.client)) is running, "
                + "started by \(SafeText.visible(prep.startedBy)) at \(prep.startedAt.rfc3339); "
                + "this build uses that LUN, or may"
        } + problems
    }
}

extension LunShorthand {
    /// The LUN of a config family, such as `gold`: a short or a full name, without case.
    func lun(ofFamily family: String) -> String? {
        let wanted = family.lowercased()
        return fullName(of: family) ?? pairs.all.first { $0.value.lowercased() == wanted }?.value
    }

    /// The LUNs whose short names stand as words in the name of a config file: `cypress.atvm-config-gold2.ts`.
    func luns(inFile name: String) -> Set<String> {
        let words = name.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return Set(words.compactMap(fullName(of:)))
    }
}
