import Formats
import Runs
import Testing

/// Secrets never leave a command line, in whatever form they stand (reliability cases, S2).
@Suite struct CommandTests {
    static let forms = [
        "x -vp hunter2", "x -vphunter2", "x --vcenter_password hunter2", "x --vcenter-password=hunter2",
        "PASSWORD=hunter2 x",
        "x password: hunter2", "x 'Authorization: Bearer hunter2'", "curl -H Authorization:Bearer hunter2",
        "curl https://u:hunter2@h.test/x", "curl https://hunter2@h.test", "curl https://h.test/?token=hunter2&a=b",
        "curl https://h.test/hooks/hunter2", "sshpass -p hunter2 ssh h x", "sshpass -phunter2 ssh h x",
        "SSHPASS=hunter2 sshpass -e ssh h x", "ssh h 'x -vp hunter2'", "x '{\"password\":\"hunter2\"}'",
        "x --api-key hunter2", "x -vp 'hunter2 hunter2'", "x -vp 'hunter2",
    ]

    @Test(arguments: forms) func noSecretIsShown(_ line: String) {
        #expect(!TemplateCommand(line).shown.contains("hunter2"))
    }

    @Test(arguments: forms.filter { !$0.contains("hunter2 hunter2") }) func noSecretIsLeftInText(_ line: String) {
        #expect(!SecretMask.masked(text: "before\n\(line)\nafter").contains("hunter2"))
    }

    @Test(arguments: ["x -n Gold", "ping -c 3 host", "12:30:45 done", "a=b c:d", "https://h.test/x?a=b"])
    func otherTextStays(_ text: String) {
        #expect(SecretMask.masked(text: text) == text)
    }

    private static let inner = "python3 cmc-templates.py --template_name e2e --config-file=c.yaml --categorize -n 'a b'"

    @Test(arguments: [
        inner, "ssh root@h \"\(inner)\"", "sshpass -p s ssh -o A=b -p 22 h \"\(inner)\"",
        "SSHPASS=s sshpass -e ssh h -- \"\(inner)\"", "ssh h \"cd /root && \(inner)\"", "sudo ssh h \"\(inner)\"",
    ])
    func wrappersAreRemoved(_ line: String) {
        let command = TemplateCommand(line)
        #expect(command.shown == Self.inner)
        #expect(command.template == "e2e")
        #expect(command.configFile == "c.yaml")
        #expect(command.isCategorized)
        #expect(command.runOptions == ["-n 'a b'"])
    }

    @Test func anIntegrationIsNamed() {
        let command = TemplateCommand("cmc-templates.py -t x --plugin-name fc --dry && rm -t y")
        #expect(command.integration == "fc")
        #expect(command.template == "x")
        #expect(command.runOptions == ["--dry"])
        #expect(!command.isCategorized)
    }
}
