/// The themes that the binary carries.
enum ShippedThemes {
    static let names = ["dark", "light", "high-contrast", "colour-blind-safe", "mono"]

    /// The TOML text of a theme; `nil` for other names.
    static func text(of name: String) -> String? {
        let bytes: [UInt8]
        switch name {
        case "dark": bytes = PackageResources.dark_toml
        case "light": bytes = PackageResources.light_toml
        case "high-contrast": bytes = PackageResources.high_contrast_toml
        case "colour-blind-safe": bytes = PackageResources.colour_blind_safe_toml
        case "mono": bytes = PackageResources.mono_toml
        default: return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
