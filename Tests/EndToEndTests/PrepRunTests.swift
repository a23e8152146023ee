import Glibc
import TestKit
import Testing

/// Preps that are approved by their digest: what runs, with what, how it ends, and what is written down of it.
@Suite(.serialized) struct PrepRunTests {
    private let lun = PrepStage.lun

    @Test(arguments: [
        ("automated-testing", "-A"), ("maintenance", "-M"), ("register", "-R"), ("unregister", "-U"),
        ("rollback", "-rvgd"),
    ])
    func theScriptRunsAsAProgram(_ mode: String, _ flag: String) throws {
        let stage = try PrepStage(
            """
            import sys, os, pickle, __main__
            class Here: pass
            pickle.dumps(Here())
            print(__name__, sys.argv, __file__ == sys.argv[0], os.getcwd() == sys.path[0] == os.path.dirname(__file__))
            print(sys.stdin.isatty(), os.environ['TERM'], [n for n in os.environ if 'ATVM' in n or 'PASS' in n])
            """)
        let run = try stage.approve([mode, "--lun", "Gold", "--snapshot", "s 1"])
        #expect(run.status == 0, "\(run.errors)")
        let words =
            "['\(stage.lab.folder["root/atvm_prep/atvm_prep.py"])', '\(flag)', '-n', '\(lun)', '-s', 's 1', '-c', "
            + "'CDS1-ESX165', '-e', '192.168.1.165', '-vi', '192.168.0.201']"
        #expect(run.output == "__main__ \(words) True True\nTrue dumb []\n")
        #expect(try stage.transcript() == run.output.split(separator: "\n").map { $0 + "\r\n" }.joined())
        for moment in ["intent", "outcome"] { #expect(stage.audit.contains("\"moment\":\"\(moment)\"")) }
        #expect(stage.audit.contains("approved by its digest") && stage.audit.contains(": done"))
        #expect(try stage.list().contains("done"))
    }

    @Test(
        arguments: [
            ("import sys; sys.exit(3)", 3, "failed with exit status 3", ""),
            ("import os; os.kill(os.getpid(), 9)", 137, "ended by signal 9", ""),
            ("raise OSError('no such LUN')", 1, "failed with exit status 1", "OSError: no such LUN\r\n"),
            ("print('half', end='')", 0, "done", "half"),
            ("import os; os.write(1, b'\\x1b]52;c;eA==\\x07\\xff')", 0, "done", "\u{1B}]52;c;eA==\u{7}\u{FFFD}"),
            ("def x(", 1, "failed with exit status 1", "SyntaxError: "),
        ] as [(String, Int32, String, String)])
    func endsAsTheScriptEnds(_ script: String, _ status: Int32, _ words: String, _ end: String) throws {
        let stage = try PrepStage(script)
        let run = try stage.approve(["maintenance", "--lun", "Gold"])
        #expect(run.status == status && run.errors.contains(words), "\(run.status) \(run.errors)")
        let transcript = try stage.transcript()
        #expect(transcript.hasSuffix(end) || transcript.contains(end) && end.hasSuffix(": "), "\(transcript)")
        #expect(!run.output.contains("\u{1B}") && stage.audit.contains(words))
        // Whoever looks later sees the same.
        let id = try stage.folder().split(separator: "/").last.map(String.init) ?? ""
        let again = try stage.run(["prep", "attach", id])
        #expect(again.status == status && again.output == run.output)
    }

    @Test func anApprovalIsGoodForWhatWasShown() throws {
        let stage = try PrepStage("open('ran', 'a').write('x')")
        let words = ["maintenance", "--lun", "Gold"]
        let digest = try stage.digest(words)
        #expect(try stage.run(["prep", "maintenance", "--lun", "Gold2", "--approve", digest]).status == 77)
        #expect(try stage.run(["prep"] + words + ["--approve", "x"]).status == 77)
        stage.write("open('ran', 'a').write('y')")
        #expect(try stage.run(["prep"] + words + ["--approve", digest]).status == 77)
        #expect(stage.note("ran") == nil && stage.audit.contains("\"moment\":\"refused\""))
        #expect(try stage.approve(words).status == 0)
        #expect(stage.note("ran") == "y")
    }

    @Test func withoutItsAuditLineNothingHappens() throws {
        let stage = try PrepStage("open('ran', 'a').write('x')")
        let digest = try stage.digest(["register", "--lun", "Gold"])
        stage.lab.folder.makeFolder("var/log/atvm-tui/audit.jsonl")
        let run = try stage.run(["prep", "register", "--lun", "Gold", "--approve", digest])
        #expect(run.status == 73 && run.errors.contains("audit"), "\(run.status) \(run.errors)")
        #expect(stage.note("ran") == nil)
    }

    /// The password of the environment reaches the script, and nothing and nobody else.
    @Test func thePasswordIsNowhere() throws {
        let stage = try PrepStage(
            """
            import sys, os, time, hashlib
            secret = sys.argv[sys.argv.index('-vp') + 1]
            open('proof', 'w').write(hashlib.sha256(secret.encode()).hexdigest())
            print(sys.argv, secret[:5], flush=True)
            sys.stdout.write(secret[:6]); sys.stdout.flush(); time.sleep(0.5); print(secret[6:])
            input('Look now: ')
            raise ValueError(secret)
            """)
        var view = try stage.start(environment: [
            "ATVM_VCENTER_PASSWORD": PrepStage.password, "ATVM_VCENTER_USERNAME": "ops",
        ])
        try view.waitFor(">> Question 1")
        #expect(Self.processesWith(PrepStage.password).isEmpty)
        view.write("ok\r")
        #expect(try view.waitForExit() == 1)
        // That it arrived.
        #expect(stage.note("proof") == "5ccefdc7743291dfc5bb3825925c70d480198650b125db3ef9e7ccdf38a2e016")
        #expect(!String(decoding: view.bytes, as: UTF8.self).contains(PrepStage.password))
        #expect(String(decoding: view.bytes, as: UTF8.self).contains("ValueError: ********"))
        #expect(Self.files(below: stage.lab.folder.path, holding: PrepStage.password).isEmpty)
        #expect(stage.audit.contains("-vp ********"))
    }

    @Test func aCredentialsFileIsReadOnlyWhenItIsPrivate() throws {
        let stage = try PrepStage("import sys; print(sys.argv[-4:-1], len(sys.argv[-1]))")
        stage.lab.folder.write("ATVM_VCENTER_USERNAME=u\nATVM_VCENTER_PASSWORD=\(PrepStage.password)\n", to: "cred")
        let words = ["maintenance", "--lun", "Gold", "--credentials", stage.lab.folder["cred"]]
        #expect(try stage.run(["prep"] + words + ["--print"]).status == 78)
        chmod(stage.lab.folder["cred"], 0o600)
        let run = try stage.approve(words)
        #expect(run.status == 0 && run.output == "['-vu', 'u', '-vp'] 13\n", "\(run.errors)")
        #expect(try stage.run(["prep"] + words.dropLast() + ["/nowhere", "--print"]).status == 78)
    }

    private static func processesWith(_ text: String) -> [String] {
        ((try? filesIn("/proc")) ?? []).filter { Int($0) != nil }.flatMap { pid in
            ["cmdline", "environ"].filter { readText("/proc/\(pid)/\($0)")?.contains(text) == true }.map {
                "\(pid) \($0)"
            }
        }
    }

    private static func files(below folder: String, holding text: String) -> [String] {
        ((try? filesIn(folder)) ?? []).flatMap { name -> [String] in
            let path = folder + "/" + name
            var status = stat()
            guard lstat(path, &status) == 0 else { return [] }
            if status.st_mode & S_IFMT == S_IFDIR { return files(below: path, holding: text) }
            return readText(path)?.contains(text) == true ? [path] : []
        }
    }
}
