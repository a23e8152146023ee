package import Runs

/// The names of a controller's builds, without a look at their content.
package enum BuildNames {
    /// The newest first; none where nothing can be listed.
    package static func all(_ root: Root) -> [BuildName] {
        var discovery = BuildDiscovery(root: root)
        return discovery.find { _ in false }.names
    }
}
