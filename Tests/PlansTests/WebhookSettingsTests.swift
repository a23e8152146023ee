import Plans
import Testing

@Suite struct WebhookSettingsTests {
    @Test(arguments: [
        "MATTERMOST_ATVM_WEBHOOK=https://m.lab/hooks/k3y\nMATTERMOST_ATVM_CHANNEL=atvm\n",
        "MATTERMOST_ATVM_WEBHOOK=\"https://m.lab/hooks/k3y\"\r\nMATTERMOST_ATVM_CHANNEL='atvm'\r\n",
        "# ours\n\nexport MATTERMOST_ATVM_CHANNEL=atvm  \n MATTERMOST_ATVM_WEBHOOK = https://m.lab/hooks/k3y \t\n",
    ])
    func reads(_ text: String) throws {
        let settings = try WebhookSettings(environment: Array(text.utf8))
        #expect(settings.address.reveal { $0 } == "https://m.lab/hooks/k3y")
        #expect(settings.channel == "atvm")
        #expect(settings.warnings.isEmpty)
    }

    @Test(arguments: [
        "", "MATTERMOST_ATVM_WEBHOOK=\n", "MATTERMOST_ATVM_WEBHOOK=\"\"",
        "MATTERMOST_ATVM_WEBHOOK=ftp://c4nary/hooks/c4nary",
        "MATTERMOST_ATVM_WEBHOOK=c4nary", "MATTERMOST_ATVM_WEBHOOK=https://", "MATTERMOST_ATVM_WEBHOOK=https:///c4nary",
        "MATTERMOST_ATVM_WEBHOOK=https://m/c4 nary", "MATTERMOST_ATVM_WEBHOOK=https://m/\"c4nary",
        "MATTERMOST_ATVM_WEBHOOK=https://m/c4nary\nMATTERMOST_ATVM_CHANNEL=a\u{7}",
    ])
    func refusesWithoutSayingTheValue(_ text: String) {
        do throws(WebhookProblem) {
            _ = try WebhookSettings(environment: Array(text.utf8))
            Issue.record("it was taken")
        } catch {
            #expect(!error.description.contains("c4"))
        }
    }

    @Test func warnsOfPlainHTTP() throws {
        let text = "MATTERMOST_ATVM_WEBHOOK=http://m.lab/hooks/c4nary\nMATTERMOST_ATVM_CHANNEL=a"
        let warnings = try WebhookSettings(environment: Array(text.utf8)).warnings
        #expect(warnings.count == 1 && !warnings.joined().contains("c4nary"))
    }

    @Test func aSecretIsNeverPrinted() {
        let secret = Secret("https://m.lab/hooks/c4nary")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(describing: secret), String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!text.contains("c4nary"))
        }
        #expect(secret.masked(in: "see https://m.lab/hooks/c4nary, key c4nary") == "see ********, key ********")
    }
}
