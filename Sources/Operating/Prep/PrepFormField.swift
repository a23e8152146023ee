import Plans

/// A field of the prep form, in the order in which they stand.
package enum PrepFormField: String, CaseIterable, Hashable, Sendable {
    case mode, lun, snapshot, client, esx, vcenter, username, password, ask

    var label: String {
        switch self {
        case .mode: "Mode"
        case .lun: "LUN"
        case .snapshot: "Snapshot"
        case .client: "Client"
        case .esx: "ESXi host"
        case .vcenter: "vCenter"
        case .username: "User"
        case .password: "Password"
        case .ask: "Plan…"
        }
    }

    var hint: String {
        switch self {
        case .mode: "what the script is asked to do"
        case .lun: "a short name, or type a full one"
        case .snapshot: "the latest one where nothing is given"
        case .client: "the DGS client; its ESXi host follows"
        case .esx: "its client follows"
        case .vcenter: "the script's default where nothing is given"
        case .username: "vCenter's user; where empty: environment or credentials file, else the script's own"
        case .password: "never shown, stored or logged; where empty: environment or credentials file"
        case .ask: "shows the whole plan, and asks"
        }
    }

    /// The field at which a problem of a request stands.
    init(_ field: PrepField) {
        self =
            switch field {
            case .lun: .lun
            case .snapshot: .snapshot
            case .client: .client
            case .esx: .esx
            case .vcenter: .vcenter
            case .username: .username
            }
    }
}
