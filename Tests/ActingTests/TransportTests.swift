import CPosix
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@testable import Acting

/// Servers that must not get a report, and those that cannot.
@Suite struct TransportTests {
    private static let authorities = "/etc/ssl/certs/ca-certificates.crt"
    /// A certificate is only wrong for one reason where its issuer is trusted, and that needs a file in place of the
    /// machine's, for one process.
    private static var canTrust: Bool {
        access("/usr/bin/openssl", X_OK) == 0 && access(authorities, F_OK) == 0
            && (try? CommandRun(["/usr/bin/unshare", "-m", "/bin/mount", "--bind", "/dev/null", authorities]).status)
                == 0
    }

    private static let certificates = """
        set -e
        key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
        openssl req -x509 $key -keyout ca.key -out ca.pem -subj /CN=authority -days 30
        make() {
            openssl req $key -keyout $1.key -out $1.csr -subj /CN=x
            printf "subjectAltName=$2" >$1.ext
            openssl x509 -req -in $1.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out $1.pem -days $3 -extfile $1.ext
        }
        make good IP:127.0.0.1 3; make wrong DNS:other.test 3; make expired IP:127.0.0.1 -1
        openssl req -x509 $key -keyout self.key -out self.pem -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -days 3
        """

    @Test(
        .enabled(if: canTrust, "openssl or mounts are missing: bad certificates were not tried"),
        arguments: ["good", "wrong", "expired", "self"])
    func onlyAGoodCertificateGetsTheReport(_ kind: String) throws {
        let crash = try CrashLab()
        crash.server.stop()
        let folder = crash.lab.folder.makeFolder("tls")
        let made = try CommandRun(
            ["/bin/sh", "-c", "cd '\(folder)'; \(Self.certificates)"], environment: CrashLab.environment)
        #expect(made.status == 0, "\(made.errors)")
        let server = try RunningProgram(
            [
                // Its standard input must not end: then it would too.
                "/bin/sh", "-c", "mkfifo in; exec 3<>in; exec openssl \"$@\" <&3", "sh", "s_server", "-accept",
                "127.0.0.1:0", "-cert", "\(kind).pem", "-key", "\(kind).key",
            ], in: folder)
        func port() -> String? {
            server.output.split(separator: "\n").first { $0.hasPrefix("ACCEPT ") }?.split(separator: ":").last
                .map(String.init)
        }
        #expect(eventually { port() != nil }, "\(server.output)")
        crash.useWebhook("https://127.0.0.1:\(try #require(port()))/hooks/c4nary")

        let program = try #require(builtProgram("atvm-tui"))
        let trusting = "mount --bind '\(folder)/ca.pem' \(Self.authorities) && exec \"$@\""
        let watcher = try RunningProgram(
            ["/usr/bin/unshare", "-m", "/bin/sh", "-c", trusting, "sh", program] + crash.words)
        func post() -> Posting? { (try? PostBox.all(of: crash.lab.build, crash.lab.root))?.first?.posting }
        if kind == "good" {
            // It says nothing to the report, but it has it.
            #expect(eventually { server.output.contains("POST /hooks/c4nary") }, "\(server.output)")
        } else {
            #expect(eventually { (post()?.failures ?? 0) >= 2 }, "\(watcher.output)")
            #expect(post()?.phase == .prepared || post()?.phase == .sending)
            #expect(!server.output.contains("POST") && !server.output.contains("c4nary"))
            #expect(watcher.output.contains("TLS") && !watcher.output.contains("c4nary"))
        }
    }

    /// A server whose queue is full takes no connection and refuses none: like an address that nothing leads to.
    @Test func connectingHasAnEnd() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        // A sockaddr_in is a sockaddr to the calls that take one.
        func with(_ body: (UnsafeMutablePointer<sockaddr>) -> Int32) -> Int32 {
            withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0) }
            }
        }
        #expect(with { bind(listener, $0, size) } == 0 && listen(listener, 0) == 0)
        #expect(with { getsockname(listener, $0, &size) } == 0)
        let clients = (0..<4).map { _ in
            socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        }
        defer { clients.forEach { close($0) } }
        for client in clients { _ = with { connect(client, $0, size) } }

        let crash = try CrashLab()
        crash.server.stop()
        crash.useWebhook("http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/hooks/c4nary")
        let queue = PostQueue(
            crash.lab.build, root: crash.lab.root, pauses: RetryPauses(first: .milliseconds(20)))
        queue.mayPostBuild = true
        try queue.freeze(Array("{}".utf8), nil, launch: "l")
        let start = cp_monotonic_ms()
        #expect(
            eventually {
                queue.advance(at: WallClock.now())
                return queue.boxes[0].posting.failures > 0
            })
        #expect((8_000..<25_000).contains(cp_monotonic_ms() - start), "\(cp_monotonic_ms() - start) ms")
        #expect(queue.boxes[0].posting.phase == .prepared, "nothing was sent, so it is tried again")
    }
}
