import Runs

/// A part of a plan as it is shown: a heading with its lines.
package struct PlanSection: Equatable, Sendable {
    package var title: String
    package var lines: [String]

    package init(_ title: String, _ lines: [String]) { (self.title, self.lines) = (title, lines) }
}

extension PrepPlan {
    /// The whole plan in the order in which dialog and `--print` show it; no part is ever left out but empty ones.
    package var sections: [PlanSection] {
        let numbered = steps.enumerated().map { "\($0.offset + 1). \($0.element)" }
        let all = [
            PlanSection("Warnings", warnings.map { "! \($0)" }),
            PlanSection("Destroys", destroys.isEmpty ? ["nothing"] : destroys.map { "- \($0)" }),
            PlanSection("Steps", numbered),
            PlanSection("Command", commands.flatMap { [$0.folder.map { "# in \($0)" }, $0.line].compactMap(\.self) }),
            PlanSection("Inferred", request.inferred.map { "- \($0.text)" }),
            PlanSection("Credentials", credentialLines),
            PlanSection("Files", files),
            PlanSection(
                "Approval",
                [
                    approvalText,
                    "by its digest: once, within 15 minutes, by the same user on the same host, the script unchanged",
                ]),
            PlanSection("Digest", [digest.text]),
            PlanSection("Bound to", boundLines),
        ]
        return all.filter { !$0.lines.isEmpty }
    }

    /// The plan as `--print` prints it.
    package var text: String {
        title + "\n"
            + sections.map { section in
                "\n\(section.title):\n" + section.lines.map { "  \($0)\n" }.joined()
            }.joined()
    }

    private var credentialLines: [String] {
        let credentials = request.credentials
        let user = credentials.username.map { name in
            "user \(PrepText.shown(name))" + (credentials.usernameSource.map { ", from \($0.text)" } ?? "")
        }
        let password = credentials.passwordSource.map {
            "password \(SecretMask.mask), from \($0.text); never stored, shown or logged"
        }
        return [user ?? "user: the script's built-in one", password ?? "password: the script's built-in one"]
    }

    private var approvalText: String {
        switch consent {
        case .yesOrNo: "yes or no; No unless answered"
        case .typed(let name): "the LUN's full name must be typed: \(name)"
        }
    }

    /// What must be the same when it runs.
    private var boundLines: [String] {
        let names = surroundings.environmentNames.map(PrepText.shown).joined(separator: " ")
        return [
            "script \(PrepText.shown(surroundings.script))", "  SHA-256 \(surroundings.scriptDigest)",
            "host \(PrepText.shown(surroundings.host))", "user \(PrepText.shown(surroundings.user))",
            "environment \(names.isEmpty ? "(empty)" : names)",
        ]
    }
}
