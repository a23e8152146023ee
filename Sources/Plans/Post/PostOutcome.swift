import Runs

/// What one request to the webhook has come to.
package enum PostOutcome: Equatable, Sendable {
    case delivered
    /// Nothing left this machine: no address, refused, unreachable, no TLS.
    case notSent(String)
    /// Refused before handling (429), with the pause that the server asks for.
    case limited(wait: Duration?)
    /// Refused with a whole answer: 500, 502, 503.
    case busy(status: Int)
    /// Refused for good: another 4xx. The text is the server's reason, masked.
    case refused(status: Int, String)
    /// The address in the environment file is not the right one.
    case redirected(status: Int)
    /// The server may have taken it.
    case unclear(String)

    /// One line; `nil` when it was delivered.
    package var reason: String? {
        switch self {
        case .delivered: nil
        case .notSent(let why): "nothing was sent: \(why)"
        case .limited: "the server answered 429: too many requests"
        case .busy(let status): "the server answered \(status)"
        case .refused(let status, let why): "the server refused it with \(status)\(why.isEmpty ? "" : ": \(why)")"
        case .redirected(let status):
            "the server answered \(status): the address in the environment file is not that of the webhook"
        case .unclear(let why): "the outcome is not known: \(why)"
        }
    }

    /// What a whole answer means.
    /// - Parameters:
    ///   - retryAfter: the header's value: seconds, or the pause until its date.
    ///   - reason: why the server refused, masked.
    package static func answer(status: Int, body: String, retryAfter: Duration?, reason: String) -> PostOutcome {
        switch status {
        case 200: body.trimmingBlanks() == "ok" ? .delivered : .unclear("200 without 'ok'")
        case 429: .limited(wait: retryAfter)
        case 500, 502, 503: .busy(status: status)
        case 300..<400: .redirected(status: status)
        case 400..<500: .refused(status: status, reason)
        default: .unclear("the server answered \(status)")
        }
    }
}
