/// An error as Cypress shows it.
package struct FailureText: Equatable, Sendable {
    /// The error's name, such as `AssertionError`.
    package var type: String
    /// Without the name; several lines possible.
    package var message: String
    package var stack: [String]

    package init(type: String, message: String, stack: [String] = FailureText.commandStack) {
        (self.type, self.message, self.stack) = (type, message, stack)
    }

    /// `AssertionError: expected …`
    package var whole: String { "\(type): \(message)" }

    /// What a table shows of it.
    var firstLine: String { String(whole.prefix { $0 != "\n" }) }

    package static let commandStack = [
        "at Context.eval (webpack://cdc-e2e/./cypress/support/commands.ts:318:14)",
        "at getRet (https://cmc.lab.test/__cypress/runner/cypress_runner.js:111444:20)",
        "at tryCatcher (https://cmc.lab.test/__cypress/runner/cypress_runner.js:1807:23)",
    ]
}

extension FailureText {
    /// The source's changes never reach the state that a cutover needs.
    package static func trackingFailed(_ host: String) -> Self {
        FailureText(
            type: "AssertionError",
            message: """
                Timed out retrying after 900000ms: expected '<span.session-state>' to contain 'Tracking', \
                but the text was 'Resync failed'

                Session of \(host): I/O error on source device, 3 of 12 regions not copied
                """)
    }

    package static func iscsiLoginFailed(_ host: String) -> Self {
        FailureText(
            type: "CypressError",
            message: """
                `cy.exec('ssh root@\(host) iscsiadm -m node --login')` failed because the command exited with a \
                non-zero code.

                Pass `{failOnNonZeroExit: false}` to ignore exit code failures.

                Information about the failure:
                Code: 8
                Stderr:
                iscsiadm: Could not login to [iface: default, target: iqn.2010-06.lab.array:atvm-\(host), portal: 192.168.3.61,3260].
                iscsiadm: initiator reported error (8 - connection timed out)
                iscsiadm: Could not log into all portals

                https://on.cypress.io/exec
                """)
    }

    package static func nameNotResolved(_ host: String) -> Self {
        FailureText(
            type: "CypressError",
            message: """
                `cy.request()` failed trying to load:

                https://\(host).lab.test:8443/api/v1/hosts

                We attempted to make an http request to this URL but the request failed without a response.

                We received this error at the network level:

                  > Error: getaddrinfo ENOTFOUND \(host).lab.test

                https://on.cypress.io/request
                """)
    }

    package static func powerOnRefused(_ host: String) -> Self {
        FailureText(
            type: "CypressError",
            message: """
                `cy.task('powerOnVm')` failed with the following error:

                > vim.fault.GenericVmConfigFault: Failed to power on virtual machine \(host). \
                Unable to access file [ATVM-Gold-01] \(host)/\(host).vmdk since it is locked

                https://on.cypress.io/api/task
                """)
    }

    package static func checksumDiffers(_ host: String) -> Self {
        FailureText(
            type: "AssertionError",
            message: """
                md5 of /mnt/atvm/io-test.dat on \(host): expected 'b8a1c5f0d92e4c7f8d1f3a06e5c90b77' \
                to equal '5f0e2f7f6c3b9a2d4e81c6077d3ba419'
                """)
    }

    package static func connectionRefused(_ host: String) -> Self {
        FailureText(type: "Error", message: "connect ECONNREFUSED 192.168.3.77:443 (\(host))")
    }

    /// A failure that can happen in the step with this text; the same text always gives the same one.
    package static func likely(in step: String, on host: String) -> Self {
        switch step {
        case _ where step.hasPrefix("Power on"): powerOnRefused(host)
        case _ where step.hasPrefix("Setting up disk") || step.hasPrefix("Clean up iSCSI"): iscsiLoginFailed(host)
        case _ where step.hasPrefix("Verify data"): checksumDiffers(host)
        case _ where step.hasPrefix("Install CMC"): nameNotResolved(host)
        default: trackingFailed(host)
        }
    }
}
