/// What a host is called where those of several sub-runs stand together: `w2k25 (linux)`.
package enum HostLabel {
    /// Safe to show.
    package static func text(_ host: String, in subRun: SubRunKey?) -> String {
        SafeText.visible(host) + (subRun.map { " (\(SafeText.visible($0.text)))" } ?? "")
    }
}
