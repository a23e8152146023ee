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
        // Whose `-p` it is decides; where nobody knows the program, it is masked.
        "mysql -u root -p hunter2 db", "mysqldump -phunter2 db", "/usr/bin/mysql -u node -p hunter2",
        "unknown-tool -p hunter2", "python3 tool.py -p hunter2", "sh tool.sh -p hunter2", "ssh mkdir tool -p hunter2",
        "mkdir -p x && tool -p hunter2", "mkdir -p x; sshpass -p hunter2 ssh -p 22 h", "sudo -u root tool -p hunter2",
        "sshpass -v -p hunter2 ssh -p 22 h", "ssh h \"mysql -p hunter2\"", "docker login -u x -p hunter2 r.test",
        "curl -u admin:hunter2 h.test", "curl -uadmin:hunter2 h.test", "redis-cli -a hunter2 ping", "-p hunter2",
    ]

    @Test(arguments: forms) func noSecretIsShown(_ line: String) {
        #expect(!TemplateCommand(line).shown.contains("hunter2"))
    }

    @Test(arguments: forms.filter { !$0.contains("hunter2 hunter2") }) func noSecretIsLeftInText(_ line: String) {
        #expect(!SecretMask.masked(text: "before\n\(line)\nafter").contains("hunter2"))
    }

    @Test(arguments: [
        "x -n Gold", "ping -c 3 host", "12:30:45 done", "a=b c:d", "https://h.test/x?a=b", "mkdir -p x/y",
        "sudo mkdir -p x",
        "ssh -p 2222 h", "ssh -o A=b -p 2222 root@h", "cd x && mkdir -p y", "git log -p file", "find . -print",
        "patch -p1 x",
        "docker run -p 80:80 x", "FOO=1 mkdir -p x", "timeout 10 mkdir -p x", "/bin/mkdir -p x",
        "mkdir -p a || mkdir -p b",
        "npx cypress run -p 8080", "sudo -u root mkdir -p x", "tool -preset x",
    ])
    func otherTextStays(_ text: String) {
        #expect(SecretMask.masked(text: text) == text)
        #expect(
            ShellWords.join(SecretMask.masked(ShellWords.split(text) ?? []))
                == ShellWords.join(ShellWords.split(text) ?? []))
    }

    @Test(arguments: [
        ("Error: Command failed: mkdir -p /x/y", "Error: Command failed: mkdir -p /x/y"),
        ("Error: `mkdir -p x` failed", "Error: `mkdir -p x` failed"),
        ("sshpass -p s3 ssh -p 2222 h mkdir -p x", "sshpass -p ******** ssh -p 2222 h mkdir -p x"),
        ("ran (sshpass -ps3 ssh -p 2222 h)", "ran (sshpass -p******** ssh -p 2222 h)"),
        ("mkdir -p x; mysql -p s3; mkdir -p y", "mkdir -p x; mysql -p ******** mkdir -p y"),
    ])
    func onlyTheSecretGoes(_ text: String, _ masked: String) { #expect(SecretMask.masked(text: text) == masked) }

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
