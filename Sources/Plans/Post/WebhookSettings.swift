import Runs

/// What the watcher's environment file says: where statuses are posted.
package struct WebhookSettings: Sendable {
    /// The whole address; it is the secret.
    package let address: Secret
    package let channel: String?
    /// What is doubtful about it, one line each, no value in it.
    package let warnings: [String]

    /// - Throws: why it cannot be used; no value is in it.
    package init(environment bytes: [UInt8]) throws(WebhookProblem) {
        guard let values = EnvironmentLines(bytes) else { throw WebhookProblem("it is not UTF-8 text") }
        guard let address = values["MATTERMOST_ATVM_WEBHOOK"], !address.isEmpty else {
            throw WebhookProblem("MATTERMOST_ATVM_WEBHOOK is missing or empty")
        }
        var warnings: [String] = []
        let scheme = address.prefix { $0 != ":" }.lowercased()
        guard scheme == "https" || scheme == "http", address.dropFirst(scheme.count).hasPrefix("://") else {
            throw WebhookProblem("MATTERMOST_ATVM_WEBHOOK is no https address")
        }
        let rest = address.dropFirst(scheme.count + 3)
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !host.isEmpty, !host.hasPrefix(":") else { throw WebhookProblem("MATTERMOST_ATVM_WEBHOOK names no host") }
        guard
            !address.unicodeScalars.contains(where: { $0.isBlank || SafeText.isUnsafe($0) || $0 == "\"" || $0 == "\\" })
        else { throw WebhookProblem("MATTERMOST_ATVM_WEBHOOK holds blanks, quotes or control characters") }
        let name = host.prefix { $0 != ":" }
        if scheme == "http", name != "127.0.0.1", name != "localhost" {
            warnings.append("MATTERMOST_ATVM_WEBHOOK is an http address: whoever sees the network can read its key")
        }
        self.address = Secret(address)
        let channel = values["MATTERMOST_ATVM_CHANNEL"] ?? ""
        if channel.unicodeScalars.contains(where: SafeText.isUnsafe) {
            throw WebhookProblem("MATTERMOST_ATVM_CHANNEL holds control characters")
        }
        self.channel = channel.isEmpty ? nil : channel
        if channel.isEmpty { warnings.append("MATTERMOST_ATVM_CHANNEL is not set: the webhook's own channel is used") }
        self.warnings = warnings
    }
}

/// Why statuses cannot be posted; no value of the file is in it.
package struct WebhookProblem: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
