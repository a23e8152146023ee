package import Runs

/// Why something was not done.
package enum ActingError: Error, Equatable {
    /// A file or folder could not be written; the text names it and says why.
    case cannotWrite(String)
    /// Something stands in the way that an operator must see to: the build is active, a log is planted.
    case refused(String)
    /// The program ran and failed; the lines are the last of its output.
    case failed(String, lastLines: [String] = [])
    case noSuchBuild(BuildName)
    /// A file that must be read first cannot be; the text names it, says why and what to do.
    case unreadable(String)
    /// The supervisor cannot be reached.
    case unavailable(String)
    /// The configuration does not allow it.
    case configuration(String)
    case notPermitted(String)
}

extension ActingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotWrite(let text), .refused(let text), .unreadable(let text), .unavailable(let text),
            .configuration(let text), .notPermitted(let text):
            text
        case .failed(let text, let lines): ([text] + lines.map { "  \($0)" }).joined(separator: "\n")
        case .noSuchBuild(let build):
            "there is no build '\(build)' on this controller; 'atvm-tui builds' lists what there is"
        }
    }
}
