import Glibc

/// A large log as a long run of many hosts leaves it; the same bytes for the same arguments.
enum BenchLog {
    enum Kind: String {
        /// Between two steps stand about forty lines of tests' output: what a real controller's log looks like.
        case noisy
        /// Step lines alone: every line is one to be read closely.
        case dense
        /// As `noisy`, with colours.
        case ansi
    }

    static func write(_ kind: Kind, megabytes: Int, to path: String) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            print("\(path): \(String(cString: strerror(errno)))")
            exit(EX_CANTCREAT)
        }
        defer { close(descriptor) }
        var written = 0
        var run = 1
        while written < megabytes * 1_000_000 {
            let bytes = Array(text(ofRun: run, kind).utf8)
            var start = 0
            while start < bytes.count {
                let count = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                guard count > 0 else { exit(EX_IOERR) }
                start += count
            }
            written += bytes.count
            run += 1
        }
    }

    private static let rule = String(repeating: "─", count: 100)
    private static let edge = String(repeating: "─", count: 96)
    private static let doubleRule = String(repeating: "=", count: 100)

    private static func text(ofRun run: Int, _ kind: Kind) -> String {
        let hosts = 8
        var text = "\n\(doubleRule)\n\n  (Run Starting)\n\n  ┌\(edge)┐\n"
        text += row("Cypress:        12.17.4") + row("Specs:          \(hosts) found") + "  └\(edge)┘\n\n"
        for host in 1...hosts { text += self.text(ofHost: host, of: hosts, run: run, kind) }
        return text + "\n\(doubleRule)\n\n  (Run Finished)\n\n"
            + "  ┌\(edge)┐\n  └\(edge)┘\n    ✔  All specs passed!    09:06    176    176    -    -    -  \n\n"
    }

    private static func text(ofHost host: Int, of count: Int, run: Int, _ kind: Kind) -> String {
        let (on, off) = kind == .ansi ? ("\u{1B}[32m", "\u{1B}[0m") : ("", "")
        var text = "\n\(rule)\n\n  Running:  host-\(host).cy.ts      (\(host) of \(count))\n\n\n  ATVM host-\(host)\n"
        let steps = kind == .dense ? 2000 : 22
        for step in 1...steps {
            if kind != .dense { text += noise(run &* 31 &+ host &* 7 &+ step, on, off) }
            text += "  \(on)  ✓\(off) \(step). Verify data for step \(step) (\(step * 137)ms)\n"
        }
        text += "\n\n  \(steps) passing (16m)\n\n\n  (Results)\n\n  ┌\(edge)┐\n"
        for (key, value) in [("Tests", steps), ("Passing", steps), ("Failing", 0), ("Pending", 0), ("Skipped", 0)] {
            text += row("\(key):        \(value)")
        }
        return text + row("Spec Ran:     host-\(host).cy.ts") + "  └\(edge)┘\n\n"
    }

    private static func row(_ text: String) -> String {
        "  │ \(text)\(String(repeating: " ", count: max(0, 94 - text.utf8.count))) │\n"
    }

    private static func noise(_ seed: Int, _ on: String, _ off: String) -> String {
        """
            cy:command request GET 200 https://ctl.example/api/v2/hosts/\(seed)/replication?job=\(seed * 17)&since=176366
        {"host":"host-\(seed)","disk":"sdb","copied":\(seed * 7919),"total":107374182400,"state":"REPLICATING"}
        \(on)[atvm]\(off) waiting for the session state 'Tracking', 295 s left, last answer 'Initial Sync' (\(seed % 100) %)
        2026-11-20T14:03:22.\(100 + seed % 900)Z INFO  migration.session id=\(seed) phase=copy rate=812.4 MB/s eta=00:12:41
        64 bytes from 192.168.3.41: icmp_seq=\(seed) ttl=64 time=0.412 ms
        Filesystem                 1K-blocks      Used Available Use% Mounted on
        /dev/mapper/rhel-root       52403200  11242324  41160876  22% /
              at Context.eval (webpack://atvm/./cypress/support/commands.js:214:12)
        The command finished with status 0 after 12.4 s on the host under test, see the transcript for its output
        (1/3) Installing: agent-core-4.2.1-1.x86_64 [done]

        """ + String(repeating: "md5 9e107d9d372bb6826bd81d3542a419d6  /mnt/source/file-\(seed).bin OK\n", count: 30)
    }
}
