/// The triage rules that the binary carries.
enum ShippedTriage {
    /// In the order in which they are held against a failure: the particular before the general.
    static let names = ["migration", "vmware", "storage", "controllers", "machines", "cypress"]

    /// The TOML text of a set of rules; `nil` for other names.
    static func text(of name: String) -> String? {
        let bytes: [UInt8]
        switch name {
        case "migration": bytes = PackageResources.migration_toml
        case "vmware": bytes = PackageResources.vmware_toml
        case "storage": bytes = PackageResources.storage_toml
        case "controllers": bytes = PackageResources.controllers_toml
        case "machines": bytes = PackageResources.machines_toml
        case "cypress": bytes = PackageResources.cypress_toml
        default: return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
