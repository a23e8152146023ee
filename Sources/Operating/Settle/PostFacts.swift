import Plans
import Runs
import Screen
import Viewing

/// What is known of a post, in words.
enum PostFacts {
    static func lines(_ post: UnsettledPost, _ context: ViewContext, _ width: Int) -> [StyledText] {
        var lines = wrapped(post.title, width, .heading)
        let state =
            post.phase == .unknown
            ? "delivery unknown: a request was sent, and nobody knows what became of it"
            : "given up: nothing is tried any more"
        lines += wrapped(state, width, .warning)
        if let reason = post.reason { lines += wrapped(reason, width) }
        var tried =
            post.firstTriedAt.map { "first tried \(context.clock.full($0)), \(context.ago($0))" }
            ?? "when it was tried is not written down"
        if post.failures > 0 { tried += "; \(post.failures) requests were not taken" }
        lines += wrapped(tried, width, .faint) + [[]]
        guard let size = post.size else {
            return lines + wrapped("The frozen report is not there any more as it was.", width, .warning)
        }
        lines.append([Span("The frozen report, \(size) bytes", .heading)])
        return lines + post.head.flatMap { wrapped($0, width, .plain, indent: 2) }
    }
}
