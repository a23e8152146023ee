/// The steps of the three templates that a controller runs, by the template's name.
package enum TestFlows {
    /// The texts of a template's steps, without numbers; `nil` for a template that the simulation does not know.
    package static func steps(of template: String) -> [String]? { flows[template] }

    private static let flows = ["cmc-e2e": endToEnd, "cmc-systemOS": systemDisk, "cmc-reboot": reboot]

    private static let endToEnd = [
        "Verifying set up", "Power on and obtain ip address and host name", "Uninstall CMC if still exists",
        "Setting up disk on the host", "Copy CMC install command from GUI", "Install CMC", "Create migration session",
        "Tracking Changes", "Trigger cmotion and do I/O test before actual cutover", "Verify data for cmotion",
        "Trigger revert cmotion and do I/O test before and during cmotion", "Verify data for revert cmotion",
        "Trigger cmotion again", "Finalize cutover", "Create migration report", "Delete migration session",
        "Verify local destination disk", "Remove enabled FC integration", "Remove host and volumes", "Uninstall CMC",
        "Clean up iSCSI targets", "Power off",
    ]

    private static let systemDisk = [
        "Verifying set up", "Power on and obtain ip address and host name", "Uninstall CMC if still exists",
        "Attach destination disk on the host", "Copy CMC install command from GUI", "Install CMC on the host",
        "Create migration session (Simple Migration)", "Tracking Changes (Simple Migration)",
        "Finalize cutover (Simple Migration)", "Create migration report (Simple Migration)",
        "Delete migration session (Simple Migration)", "Power off the host", "Detach original source OS disk",
        "Reassign destination OS disk", "Power on to verify destination disk", "Power off the host",
        "Detach destination OS disk", "Attach original source OS disk back",
        "Power on and obtain ip address and host name", "Uninstall CMC on the host", "Power off the host",
    ]

    private static let reboot = [
        "Verifying set up", "Power on and obtain ip address and host name", "Uninstall CMC if still exists",
        "Setting up disk on the host", "Copy CMC install command from GUI", "Install CMC on the host",
        "Create migration session", "Tracking Changes", "Create reboot validation file on the source disk",
        "Trigger cmotion", "Reboot the host", "Update disk info after power on", "Mount source disk",
        "Verify reboot validation file after reboot", "Create second reboot validation file on the source disk",
        "Revert cmotion", "Reboot the host", "Update disk info after power on", "Mount source disk",
        "Verify second reboot validation file after reboot", "Trigger cmotion and do I/O test during cmotion",
        "Revert cmotion", "Verify data with md5 checksum for the I/O test", "Trigger cmotion again",
        "Finalize cutover", "Create migration report", "Delete migration session", "Verify local destination disk",
        "Remove host and disks", "Remove enabled integration", "Uninstall CMC on the host", "Clean up iSCSI targets",
        "Power off the host",
    ]
}
