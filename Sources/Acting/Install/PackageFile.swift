package import Plans

/// A file of the package, as the program carries it.
package struct PackageFile: Sendable {
    package enum Place: Sendable {
        /// In the package root.
        case package
        /// Among systemd's units; paths in it are those of the standard layout.
        case unit
        /// A unit that the machine starts when it boots.
        case unitAtBoot
        /// The watcher's environment file.
        case environment
    }

    package let name: String
    package let bytes: [UInt8]
    package let mode: UInt32
    package let place: Place
    package let owner: InstallItem.Owner

    package init(_ name: String, _ bytes: [UInt8], mode: UInt32, _ place: Place, _ owner: InstallItem.Owner) {
        (self.name, self.bytes, self.mode, self.place, self.owner) = (name, bytes, mode, place, owner)
    }
}
