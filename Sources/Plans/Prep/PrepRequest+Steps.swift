extension PrepRequest {
    /// What the script will do, in its order, as the reference tells it.
    var scriptSteps: [String] {
        let resolve = [
            "find DGS client \(client), and the volume and policy of LUN \(lun)",
            "find the volume that is assigned to \(client) now",
        ]
        let cleanup = [
            "where a volume is assigned: find its datastore by the LUN's GUID", "power off the VMs on that datastore",
            "unregister these VMs", "unmount that datastore on \(esx)",
            "unassign that volume from \(client); the script may delete the clone on DGS",
        ]
        let question = "the script asks [y/n] itself: only the operator answers"
        let body: [String] =
            switch mode {
            case .automatedTesting:
                cleanup + [
                    "create a new clone of \(lun) from \(snapshotText)", "assign the clone to \(client)",
                    "force-mount its unresolved VMFS volume on \(esx)",
                ]
            case .maintenance:
                cleanup + [
                    "assign the original volume \(lun) to \(client)", "rescan the storage of \(esx)",
                    "mount the datastore on \(esx)",
                ]
            case .register:
                [
                    question, "look for VMX files on the datastore of the LUN that \(client) has now",
                    "register the VMs that are missing on \(esx)",
                ]
            case .unregister:
                [
                    question, "power off the VMs on the datastore of the LUN that \(client) has now",
                    "unregister these VMs",
                ]
            case .rollback:
                [question] + cleanup + [
                    "roll volume \(lun) back to \(snapshotText)", "assign the volume to \(client)",
                    "mount the datastore on \(esx)",
                ]
            }
        return resolve + body
    }

    /// What is lost, or no longer runs, afterwards.
    var destroyed: [String] {
        let running = "VMs on the datastore that \(client) has now are powered off: what they have not saved is lost"
        let clone = "the clone that is assigned to \(client) now can be deleted, with all that was written to it"
        return switch mode {
        case .automatedTesting, .maintenance: [running, "their registration on \(esx)", clone]
        case .register: []
        case .unregister: [running, "their registration on \(esx)"]
        case .rollback:
            [
                "everything on volume \(lun) that was written after \(snapshotText)", running,
                "their registration on \(esx)", clone,
            ]
        }
    }

    var snapshotText: String { snapshot.map { "snapshot '\(PrepText.shown($0))'" } ?? "its latest snapshot" }

    /// What the reference warns of, where it matters.
    var caveats: [String] {
        var caveats: [String] = []
        switch (credentials.username, credentials.passwordSource) {
        case (nil, nil):
            caveats.append("no vCenter credentials are given: the script falls back to its built-in user and password")
        case (nil, _?): caveats.append("no vCenter user is given: the script falls back to its built-in one")
        case (_?, nil): caveats.append("no vCenter password is given: the script falls back to its built-in one")
        case (_?, _?): break
        }
        if mode.leavesVMsUnregistered {
            caveats.append(
                "no VM is registered: the script's registration is commented out in this mode; "
                    + "'prep register' does it afterwards")
        }
        if mode == .register || mode == .unregister {
            caveats.append(
                "the script works on whatever is assigned to \(client) now; that it is \(lun), or a clone of it, is "
                    + "for you to know")
            caveats.append(
                "the script's condition 'if not is_register or not is_unregister' holds in this mode too (likely "
                    + "meant as 'and'): what it guards in main() can run as well")
        }
        if snapshot == nil, mode.usesSnapshot {
            caveats.append("no snapshot is given: the script takes the latest one")
        }
        if snapshot != nil, !mode.usesSnapshot {
            caveats.append("the reference gives a snapshot no meaning in this mode; it goes to the script as it is")
        }
        return caveats
    }
}
