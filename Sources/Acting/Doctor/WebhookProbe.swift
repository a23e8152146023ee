import Observing
import Plans
import Runs

/// Asks the server of the webhook for its front page's headers: that shows name, route and TLS, and cannot post, because
/// the hook's own path is never asked for. Whether the hook itself is valid only a post can tell.
enum WebhookProbe {
    static func finding(_ webhook: WebhookSettings, environment path: String) -> Finding {
        let subject = "webhook"
        let edit = "\"${EDITOR:-vi}\" " + ShellWords.join([path])
        guard ChildProcess.path(of: "curl") != nil else {
            return Finding(subject, .unchecked, "there is no curl to ask its server with")
        }
        let configuration = webhook.address.reveal { address in Self.configuration(for: address) }
        guard let run = try? ToolRun(["curl", "-q", "--config", "-"], input: configuration) else {
            return Finding(subject, .wrong, "curl cannot be started", mend: "curl --version")
        }
        guard let status = run.status else {
            return Finding(subject, .wrong, "its server did not answer within 10 s", mend: "ip route && ss -tn")
        }
        guard status == 0 else {
            let text = "its server cannot be used: \(CurlAnswer.words(status))"
            return Finding(subject, .wrong, text, mend: mend(status) ?? edit)
        }
        let code = Int(run.output.trimmingBlanks()) ?? 0
        if code >= 500 { return Finding(subject, .warning, "its server answers with \(code)") }
        return Finding(subject, .ok, "its server answers (\(code)); nothing was posted")
    }

    /// What usually helps; `nil` where the address itself is the likeliest fault.
    private static func mend(_ status: Int32) -> String? {
        switch status {
        case 3, 5, 6: nil
        case 7, 28: "ip route && ss -tn"
        default: "apt-get install --yes ca-certificates && update-ca-certificates"
        }
    }

    /// The server alone: no path, no user, no query.
    static func origin(of address: String) -> String {
        let scheme = address.prefix { $0 != ":" }
        let rest = address.dropFirst(scheme.utf8.count).drop { $0 == ":" || $0 == "/" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        return "\(scheme)://\(host)/"
    }

    private static func configuration(for address: String) -> String {
        // No quotes, backslashes or blanks can be in it: the settings refuse them.
        """
        url = "\(origin(of: address))"
        head
        header = "Expect:"
        user-agent = "atvm-tui"
        connect-timeout = 5
        max-time = 9
        proto = "=http,https"
        noproxy = "*"
        globoff
        silent
        output = "/dev/null"
        write-out = "%{http_code}"

        """
    }
}
