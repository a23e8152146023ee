import CPosix
import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@testable import Acting

/// What a server can do besides answering, each against one post.
@Suite struct FaultServerTests {
    private static func whole(_ status: Int, _ body: String, _ headers: String = "") -> Listener.Answer {
        .status(status, body, headers: headers)
    }

    @Test(
        arguments: [
            DeliveryRow("ok and a line break", [whole(200, "ok\n")], .posted, requests: 1),
            DeliveryRow("201", [whole(201, "ok")], .unknown, requests: 1),
            DeliveryRow("204", [.raw("HTTP/1.1 204 X\r\n\r\n")], .unknown, requests: 1),
            DeliveryRow("301", [whole(301, "ok", "Location: /hooks/x\r\n")], .gaveUp, requests: 1),
            DeliveryRow("307", [whole(307, "ok", "Location: /hooks/x\r\n")], .gaveUp, requests: 1),
            DeliveryRow("308", [whole(308, "ok", "Location: /hooks/x\r\n")], .gaveUp, requests: 1),
            DeliveryRow("401", [whole(401, "")], .gaveUp, requests: 1),
            DeliveryRow("404, no JSON", [whole(404, "<html>")], .gaveUp, requests: 1),
            DeliveryRow("413", [whole(413, "{\"id\":1}")], .gaveUp, requests: 1),
            DeliveryRow("502, ok", [whole(502, "<html>"), whole(200, "ok")], .posted, requests: 2),
            DeliveryRow(
                "429 until a date",
                [
                    whole(
                        429, "",
                        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:38 GMT\r\n"),
                    whole(200, "ok"),
                ], .posted, requests: 2),
            DeliveryRow(
                "429 until a date of long ago",
                [whole(429, "", "Retry-After: Sun, 06 Nov 1994 08:49:38 GMT\r\n"), whole(200, "ok")], .posted,
                requests: 2),
            DeliveryRow("cut 200", [.raw("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok")], .unknown, requests: 1),
            DeliveryRow("cut headers", [.raw("HTTP/1.1 200 OK\r\nConte")], .unknown, requests: 1),
            DeliveryRow("no HTTP", [.raw("SSH-2.0-OpenSSH_9.2\r\n")], .unknown, requests: 1),
            DeliveryRow("reset after the body", [.reset], .unknown, requests: 1),
            DeliveryRow(
                "over 64 KiB", [whole(200, String(repeating: "ok ", count: 30_000))], .unknown, requests: 1),
            DeliveryRow(
                "1xx first", [.raw("HTTP/1.1 103 X\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")],
                .posted, requests: 1),
            DeliveryRow(
                "without a length", [.raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok")], .posted, requests: 1),
        ])
    func ends(_ row: DeliveryRow) throws {
        let post = try OnePost(row.answers)
        defer { post.server.stop() }
        #expect(post.finish())
        #expect(post.phase == row.phase, "\(post.reason)")
        #expect(post.server.bodies == Array(repeating: post.body, count: row.requests))
        #expect(post.hasMarker == (row.phase == .posted))
    }

    /// The real 30 s of a server that answers never, or one byte per second for ever; both at once.
    @Test func thirtySecondsAreAll() throws {
        let posts = [try OnePost([.silence]), try OnePost([.drip])]
        defer { posts.forEach { $0.server.stop() } }
        let start = cp_monotonic_ms()
        #expect(
            eventually {
                posts.forEach { $0.advance() }
                return posts.allSatisfy(\.isDone)
            })
        #expect((25_000..<50_000).contains(cp_monotonic_ms() - start))
        #expect(posts.map(\.phase) == [.unknown, .unknown])
        #expect(posts.map(\.server.bodies.count) == [1, 1])
    }

    /// Nothing has been sent, so it is tried again.
    @Test(arguments: ["http://127.0.0.1:1/hooks/c4narykey", "http://nowhere.invalid/hooks/c4narykey", "TLS"])
    func nothingIsSent(_ address: String) throws {
        let post = try OnePost([.status(200, "ok")])
        defer { post.server.stop() }
        // A server that does not speak TLS is the nearest bad certificate.
        post.useWebhook(address == "TLS" ? post.server.address.replacing("http:", with: "https:") : address)
        #expect(
            eventually {
                post.advance()
                return post.failures >= 2
            }, "\(post.phase) \(post.reason)")
        #expect(post.phase == .prepared || post.phase == .sending)
        #expect(!post.hasMarker && !post.reason.contains("c4nary"))
        post.useWebhook(post.server.address)
        #expect(post.finish() && post.phase == .posted)
        #expect(post.server.bodies.count { $0 == post.body } == 1)
    }

    /// The server's reason may echo the hook's id.
    @Test func aReasonDoesNotTellTheKey() throws {
        let answer = "{\"id\":\"web.incoming.invalid\",\"message\":\"no hook c4narykey at /hooks/c4narykey\\nx\"}"
        let post = try OnePost([.status(404, answer)])
        defer { post.server.stop() }
        #expect(post.finish())
        #expect(post.reason.contains("web.incoming.invalid") && !post.reason.contains("c4nary"))
        let left = readText(post.lab.folder["var/lib/atvm-run-watcher/b/post.json"]) ?? "c4nary"
        #expect(!left.contains("c4nary"))
    }

    /// While curl works, its command line and environment tell nothing.
    @Test func curlDoesNotShowTheKey() throws {
        let post = try OnePost([.silence])
        defer { post.server.stop() }
        #expect(
            eventually {
                post.advance()
                return !post.server.bodies.isEmpty
            })
        let curls = ((try? filesIn("/proc")) ?? []).filter {
            Int($0) != nil && readText("/proc/\($0)/cmdline")?.contains("curl\u{0}-q") == true
        }
        #expect(!curls.isEmpty)
        for pid in curls {
            for file in ["cmdline", "environ"] {
                #expect(readText("/proc/\(pid)/\(file)")?.contains("c4nary") != true, "\(file)")
            }
        }
    }
}

/// One frozen report, its queue and its server.
private final class OnePost {
    let lab: Lab
    let server: Listener
    let body = "{\"text\":\"a report\"}"
    private let queue: PostQueue

    init(_ answers: [Listener.Answer]) throws {
        lab = try Lab()
        server = try Listener(answers)
        lab.folder.makeFolder("var/lib/atvm-run-watcher/b")
        queue = PostQueue(lab.build, root: lab.root, pauses: RetryPauses(first: .milliseconds(20)))
        queue.mayPostBuild = true
        useWebhook(server.address)
        try queue.freeze(Array(body.utf8), nil, launch: "l")
    }

    func useWebhook(_ address: String) {
        lab.folder.write("MATTERMOST_ATVM_WEBHOOK=\(address)\n", to: "etc/atvm-run-watcher.env")
        chmod(lab.folder["etc/atvm-run-watcher.env"], 0o600)
    }

    func advance() { queue.advance(at: WallClock.now()) }

    func finish() -> Bool {
        eventually {
            advance()
            return isDone
        }
    }

    var isDone: Bool { queue.isDone }
    var phase: Posting.Phase { queue.boxes[0].posting.phase }
    var failures: Int { queue.boxes[0].posting.failures }
    var reason: String { queue.boxes[0].posting.reason ?? "" }
    var hasMarker: Bool { FileSignature(linkAt: lab.root.postedMarker(of: lab.build)) != nil }
}
