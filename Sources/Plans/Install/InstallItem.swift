/// One thing that an installation puts in place.
package struct InstallItem: Equatable, Sendable {
    package enum Content: Equatable, Sendable {
        case folder
        case bytes([UInt8])
        /// A copy of the program that runs.
        case program
        case link(to: String)
    }

    /// Whose a file is: what happens when another one stands in its place.
    package enum Owner: Equatable, Sendable {
        /// Ours alone: whatever stands there is replaced.
        case program
        /// Ours, but operators may have changed it: theirs is kept beside the new one.
        case package
        /// The operators' as soon as they have changed it: theirs stays.
        case operators
        /// The operators' from the beginning: written only where nothing stands.
        case configuration
    }

    package let path: String
    package let content: Content
    /// Its permissions; a link has none.
    package let mode: UInt32
    package let owner: Owner
    /// Of its bytes; `nil` for folders and links.
    package let digest: Digest?

    package init(_ path: String, _ content: Content, mode: UInt32, owner: Owner, digest: Digest? = nil) {
        (self.path, self.content, self.mode, self.owner) = (path, content, mode, owner)
        self.digest = if case .bytes(let bytes) = content { Digest(of: bytes) } else { digest }
    }
}

/// What stands at a path before an installation.
package enum InstallFound: Equatable, Sendable {
    case nothing
    case file(Digest, mode: UInt32)
    case folder(mode: UInt32)
    case link(to: String)
    /// A device, a socket, or a file that cannot be read.
    case other
}

/// What an installation does about one item.
package enum InstallAction: Equatable, Sendable {
    case inPlace
    case write
    case replace
    /// What stands there gets this name first.
    case replaceKeeping(String)
    case setMode
    /// Left as it is, for this reason.
    case keep(String)

    package var changes: Bool {
        switch self {
        case .inPlace, .keep: false
        case .write, .replace, .replaceKeeping, .setMode: true
        }
    }

    package var words: String {
        switch self {
        case .inPlace: "already in place"
        case .write: "written"
        case .replace: "replaced"
        case .replaceKeeping(let name): "replaced; what stood there is kept as \(name)"
        case .setMode: "mode set"
        case .keep(let reason): "kept: \(reason)"
        }
    }
}

/// Why nothing can be installed here.
package struct InstallProblem: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
