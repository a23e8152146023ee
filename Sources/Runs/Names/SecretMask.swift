/// Replaces secrets in command lines and texts by `********`. Where it is not sure, the whole value goes.
package enum SecretMask {
    package static let mask = "********"

    /// The words of a command with the values of secret options masked.
    package static func masked(_ words: [String]) -> [String] {
        masked(words, CommandWalk(isText: false)).map {
            // A quoted word can be a text of its own: a header, a command for another shell.
            $0.contains(" ") ? masked(text: $0) : $0
        }
    }

    /// A text of any origin with everything masked that looks like a secret.
    package static func masked(text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            return masked(words, CommandWalk(isText: true)).joined(separator: " ")
        }.joined(separator: "\n")
    }

    private static func masked(_ words: [String], _ walk: CommandWalk) -> [String] {
        var walk = walk
        var hidesNext = false
        return words.map { word in
            if word.isEmpty { return word }
            if hidesNext {
                hidesNext = false
                walk.pass(word)
                return mask
            }
            let place = walk.take(word)
            hidesNext = takesSecret(word) || place == .secretFollows
            if case .secretFrom(let count) = place, let start = word.firstIndex(of: "-") {
                return word[..<word.index(start, offsetBy: count)] + mask
            }
            return masked(word)
        }
    }

    /// Whether the word after this one is a secret: `-vp`, `--vcenter_password`, `password:`, `Bearer`. What a `-p` is, the
    /// program says (`CommandWalk`).
    private static func takesSecret(_ word: String) -> Bool {
        let word = word.lowercased()
        if word == "-vp" || word.hasSuffix("bearer") { return true }
        if word.hasSuffix(":") || word.hasSuffix("=") { return namesSecret(String(word.dropLast())) }
        return word.hasPrefix("-") && !word.contains("=") && namesSecret(word)
    }

    /// Options, variables and fields whose value is a secret.
    private static func namesSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return secretNames.contains { name.holds($0) }
    }

    private static let secretNames = [
        "password", "passwd", "passphrase", "secret", "token", "sshpass", "webhook", "api_key", "apikey", "api-key",
    ]

    private static func masked(_ word: String) -> String {
        if word.hasPrefix("-vp"), word.count > 3 { return "-vp" + mask }
        // `SSHPASS=x`, `--password=x`, `"password":"x"`, `https://host/?token=x`: what names a secret stands before.
        for place in word.indices where word[place] == "=" || word[place] == ":" {
            let name = word[..<place].reversed().prefix { !"?&/;,{".contains($0) }.reversed()
            if namesSecret(String(name)), word.index(after: place) < word.endIndex { return word[...place] + mask }
        }
        return maskedUserInfo(maskedHook(word))
    }

    /// The user and password of a web address.
    private static func maskedUserInfo(_ word: String) -> String {
        guard let scheme = word.firstRange(ofText: "://") else { return word }
        let rest = word[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@") else { return word }
        return word[..<scheme.upperBound] + mask + word[at...]
    }

    /// The key of an incoming webhook: whoever knows it can post.
    private static func maskedHook(_ word: String) -> String {
        guard word.holds("://"), let hooks = word.firstRange(ofText: "/hooks/") else { return word }
        let key = word[hooks.upperBound...].prefix { $0.isLetter || $0.isNumber }
        return word[..<hooks.upperBound] + mask + word[key.endIndex...]
    }
}
