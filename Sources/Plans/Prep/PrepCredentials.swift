import Runs

/// Where the script's vCenter user and password come from. The password itself is never part of a plan.
package struct PrepCredentials: Equatable, Sendable {
    package enum Source: Equatable, Sendable {
        /// An environment variable of ours, by its name.
        case environment(String)
        /// A file that only its owner may read.
        case file(String)
        /// Typed into a masked field.
        case field

        package var text: String {
            switch self {
            case .environment(let name): name
            case .file(let path): SafeText.visible(path)
            case .field: "the masked field"
            }
        }
    }

    /// `nil` where the script falls back to its built-in one.
    package var username: String?
    package var usernameSource: Source?
    /// Where the password is taken from; `nil` where the script falls back to its built-in one.
    package var passwordSource: Source?

    package init(username: String? = nil, from source: Source? = nil, password: Source? = nil) {
        (self.username, usernameSource, passwordSource) = (username, username == nil ? nil : source, password)
    }

    package static let usernameVariable = "ATVM_VCENTER_USERNAME"
    package static let passwordVariable = "ATVM_VCENTER_PASSWORD"
}
