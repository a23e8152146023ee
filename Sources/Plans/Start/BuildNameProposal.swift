package import Runs

/// Proposes a name for a build from what it tests: `e2e-redhat9.6-ubuntu24.04-w2k25-fc`.
package enum BuildNameProposal {
    /// The words of an integration that operators put at the end of a name.
    private static let transports: Set<String> = ["fc", "iscsi", "nvme", "nfs", "smb", "fcoe"]

    /// - Parameter isTaken: whether a build of that name is known; it gets a number behind then.
    /// - Returns: a name that may be used; `nil` when there is nothing to make one from.
    package static func name(
        template: String, hosts: [String], integration: String, isTaken: (BuildName) -> Bool
    ) -> BuildName? {
        let hosts = hosts.map(part).filter { !$0.isEmpty }
        let words = integration.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        let transport = words.last { transports.contains($0) }
        var kind = part(template).lowercased()
        if kind.hasPrefix("cmc-") { kind.removeFirst(4) }
        // Of more hosts than a name can hold the first ones stand in it, and how many more there are.
        for shown in stride(from: hosts.count, through: hosts.isEmpty ? 0 : 1, by: -1) {
            let more = hosts.count > shown ? ["and-\(hosts.count - shown)-more"] : []
            let parts = [kind].filter { !$0.isEmpty } + hosts.prefix(shown) + more + [transport].compactMap(\.self)
            if let name = free(parts.joined(separator: "-"), isTaken) { return name }
        }
        return nil
    }

    /// The name itself, or with the first number behind that makes it a new one.
    package static func free(
        _ wanted: String, from first: Int = 1, _ isTaken: (BuildName) -> Bool
    ) -> BuildName? {
        for number in first...first + 999 {
            guard let name = try? BuildName(number == 1 ? wanted : "\(wanted)-\(number)") else { return nil }
            if !isTaken(name) { return name }
        }
        return nil
    }

    /// `e2e-w2k25-3` is the third of `e2e-w2k25`.
    package static func next(after name: BuildName, _ isTaken: (BuildName) -> Bool) -> BuildName? {
        let text = name.text
        if let dash = text.lastIndex(of: "-"), dash != text.startIndex {
            let tail = text[text.index(after: dash)...]
            // Longer ones are years and versions.
            if tail.utf8.count <= 3, let number = Int(tail), number > 0 {
                return free(String(text[..<dash]), from: number + 1, isTaken)
            }
        }
        return free(text, isTaken)
    }

    /// What of a text may stand in a name; everything else becomes one dash.
    private static func part(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isFit =
                scalar.isASCII
                && (UInt8(scalar.value).isLetterOrDigit || scalar == "." || scalar == "_" || scalar == "+")
            if isFit, !(scalar == "." && result.last == ".") {
                result.unicodeScalars.append(scalar)
            } else if result.last != "-", !result.isEmpty {
                result += "-"
            }
        }
        while let last = result.last, "-._+".contains(last) { result.removeLast() }
        return result
    }
}
