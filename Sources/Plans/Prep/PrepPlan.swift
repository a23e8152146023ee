import Runs

/// Running `atvm_prep.py` once. The real password is no part of it.
package struct PrepPlan: Plan {
    /// What a prep depends on besides its request. Paths are those that are opened.
    package struct Surroundings: Equatable, Sendable {
        /// The path of the Python that runs the script.
        package var interpreter: String
        package var script: String
        /// Of the script's whole content.
        package var scriptDigest: Digest
        /// Where it runs.
        package var folder: String
        /// The script's own log.
        package var log: String
        /// The names of all variables that the script will find in its environment.
        package var environmentNames: [String]
        package var host: String
        /// The login user who approves it.
        package var user: String
        /// What is doubtful about the script's file.
        package var warnings: [String] = []

        package init(
            interpreter: String, script: String, scriptDigest: Digest, folder: String, log: String,
            environmentNames: [String], host: String, user: String
        ) {
            (self.interpreter, self.script, self.scriptDigest) = (interpreter, script, scriptDigest)
            (self.folder, self.log, self.host, self.user) = (folder, log, host, user)
            self.environmentNames = environmentNames.sorted()
        }
    }

    /// One argument.
    package enum Word: Equatable, Sendable {
        case plain(String)
        /// Stands for the password.
        case password
    }

    package let request: PrepRequest
    package let surroundings: Surroundings
    /// Builds that use the LUN, or may: named in the plan, and for the operator to judge.
    package let conflicts: [BuildConflict]
    /// What could not be looked at when conflicts were looked for.
    package let problems: [String]

    /// - Throws: the prep that stands in the way.
    package init(
        _ request: PrepRequest, in surroundings: Surroundings, knowing facts: PrepFacts,
        luns: LunShorthand = .standard
    ) throws(PrepConflict) {
        try facts.check(request)
        (self.request, self.surroundings) = (request, surroundings)
        conflicts = facts.conflicts(on: request.lun, luns)
        problems = facts.problems.map { "of this controller: \(SafeText.visible($0))" }
    }

    /// The exact argument vector: interpreter, script, flags. Every value is given, so that no default of the script's
    /// counts but those of the credentials.
    package var words: [Word] {
        var words = [surroundings.interpreter, surroundings.script, request.mode.flag, "-n", request.lun]
        if let snapshot = request.snapshot { words += ["-s", snapshot] }
        words += ["-c", request.client, "-e", request.esx, "-vi", request.vcenter]
        if let username = request.credentials.username { words += ["-vu", username] }
        let plain = words.map(Word.plain)
        return request.credentials.passwordSource == nil ? plain : plain + [.plain("-vp"), .password]
    }

    /// The argument vector with the password in it: for whoever hands it to the script, and never to be shown.
    package func words(with password: Secret) -> [String] {
        words.map { word in
            switch word {
            case .plain(let text): text
            case .password: password.reveal { $0 }
            }
        }
    }

    package var title: String { "prep \(request.mode.rawValue) of \(request.lun)" }
    package var steps: [String] { request.scriptSteps }
    /// What is lost, or no longer runs, afterwards.
    package var destroys: [String] { request.destroyed }

    package var commands: [PlannedCommand] {
        let shown = words.map { word in
            switch word {
            case .plain(let text): PrepText.shown(text)
            case .password: SecretMask.mask
            }
        }
        return [PlannedCommand(ShellWords.join(shown), in: PrepText.shown(surroundings.folder))]
    }

    package var files: [String] { ["\(PrepText.shown(surroundings.log))  (appended to by the script)"] }

    /// Everything that an operator should think of before approving.
    package var warnings: [String] {
        conflicts.map(\.text) + problems + request.caveats + request.warnings + surroundings.warnings
    }

    package var consent: Consent { request.mode.isDestructive ? .typed(request.lun) : .yesOrNo }

    package var digestText: String {
        let plain = words.map { word in
            switch word {
            case .plain(let text): "=" + text
            // No plain word begins like this.
            case .password: "*"
            }
        }
        let password = request.credentials.passwordSource.map(\.text) ?? ""
        let parts: [[String]] = [
            ["prep", request.mode.rawValue], plain, ["password", password], ["folder", surroundings.folder],
            ["environment"] + surroundings.environmentNames, ["script", surroundings.scriptDigest.text],
            ["host", surroundings.host], ["user", surroundings.user],
        ]
        return parts.map(ShellWords.join).joined(separator: "\n")
    }
}
