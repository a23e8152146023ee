import CPosix
import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

@testable import Acting

/// What the server does, and how the post must end.
struct DeliveryRow: CustomTestStringConvertible {
    var name: String
    var answers: [Listener.Answer]
    var phase: Posting.Phase
    var requests: Int

    init(_ name: String, _ answers: [Listener.Answer], _ phase: Posting.Phase, requests: Int) {
        (self.name, self.answers, self.phase, self.requests) = (name, answers, phase, requests)
    }

    var testDescription: String { name }
}

@Suite struct PostQueueTests {
    private let lab: Lab
    private let pauses = RetryPauses(first: .milliseconds(20))

    init() throws {
        lab = try Lab()
        lab.folder.makeFolder("var/lib/atvm-run-watcher/b")
    }

    private func useWebhook(_ address: String) {
        lab.folder.write("MATTERMOST_ATVM_WEBHOOK=\(address)\n", to: "etc/atvm-run-watcher.env")
        chmod(lab.folder["etc/atvm-run-watcher.env"], 0o600)
    }

    private func freeze(_ subRun: SubRunKey? = nil, _ text: String = "a report") throws -> PostBox {
        try PostBox(
            freezing: Array("{\"text\":\"\(text)\"}".utf8), of: lab.build, subRun: subRun, launch: "l", lab.root)
    }

    private func freeze(_ queue: PostQueue, _ subRun: SubRunKey? = nil, _ text: String = "a report") throws {
        try queue.freeze(Array("{\"text\":\"\(text)\"}".utf8), subRun, launch: "l")
    }

    /// What a watcher that starts now has before it, once the build has reached its end.
    private func queue() throws -> PostQueue {
        let queue = PostQueue(lab.build, root: lab.root, pauses: pauses)
        try queue.open()
        queue.mayPostBuild = true
        return queue
    }

    private func finish(_ queue: PostQueue) -> Bool {
        eventually {
            _ = queue.advance(at: WallClock.now())
            return queue.isDone
        }
    }

    @Test(arguments: [
        DeliveryRow("ok", [.status(200, "ok")], .posted, requests: 1),
        DeliveryRow("ok with blanks", [.status(200, " ok\n")], .posted, requests: 1),
        DeliveryRow("500, 503, ok", [.status(500, "x"), .status(503, ""), .status(200, "ok")], .posted, requests: 3),
        DeliveryRow(
            "429 with a pause", [.status(429, "", headers: "Retry-After: 1\r\n"), .status(200, "ok")], .posted,
            requests: 2),
        DeliveryRow("403", [.status(403, "{\"id\":\"no\"}")], .gaveUp, requests: 1),
        DeliveryRow("302", [.status(302, "", headers: "Location: http://127.0.0.1:1/\r\n")], .gaveUp, requests: 1),
        DeliveryRow("200 without ok", [.status(200, "<html>")], .unknown, requests: 1),
        DeliveryRow("504", [.status(504, "")], .unknown, requests: 1),
        DeliveryRow("cut answer", [.raw("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nok")], .unknown, requests: 1),
        DeliveryRow("cut 500", [.raw("HTTP/1.1 500 X\r\nContent-Length: 50\r\n\r\nno")], .unknown, requests: 1),
        DeliveryRow("no answer", [.raw("")], .unknown, requests: 1),
        DeliveryRow("closed at once", [.closeAtOnce], .unknown, requests: 0),
    ])
    func ends(_ row: DeliveryRow) throws {
        let server = try Listener(row.answers)
        defer { server.stop() }
        useWebhook(server.address)
        let queue = try self.queue()
        try freeze(queue)
        #expect(finish(queue))
        #expect(queue.boxes[0].posting.phase == row.phase)
        #expect(server.bodies == Array(repeating: "{\"text\":\"a report\"}", count: row.requests))
        let hasMarker = FileSignature(linkAt: lab.root.postedMarker(of: lab.build)) != nil
        #expect(hasMarker == (row.phase == .posted))
        // Whoever comes next sees the same, and sends nothing.
        let next = try self.queue()
        #expect(next.boxes.map(\.posting.phase) == [row.phase] && next.isDone)
    }

    @Test func waitsWhereNobodyListens() throws {
        useWebhook("http://127.0.0.1:1/hooks/c4narykey")
        let queue = try self.queue()
        try freeze(queue)
        #expect(
            eventually {
                _ = queue.advance(at: WallClock.now())
                return queue.boxes[0].posting.failures >= 2
            })
        #expect(queue.boxes[0].posting.phase != .gaveUp && !queue.isDone)
        #expect(queue.delivery?.reason?.contains("cannot be reached") == true)
        #expect(queue.delivery?.reason?.contains("c4nary") == false)
    }

    @Test func waitsForTheEnvironmentFile() throws {
        let queue = try self.queue()
        try freeze(queue)
        _ = queue.advance(at: WallClock.now())
        #expect(queue.boxes[0].posting.phase == .prepared)
        let server = try Listener([.status(200, "ok")])
        defer { server.stop() }
        useWebhook(server.address)
        #expect(finish(queue))
        #expect(server.bodies.count == 1)
    }

    @Test func aReadableEnvironmentFileIsNotUsed() throws {
        let server = try Listener([.status(200, "ok")])
        defer { server.stop() }
        useWebhook(server.address)
        chmod(lab.folder["etc/atvm-run-watcher.env"], 0o644)
        let queue = try self.queue()
        try freeze(queue)
        _ = queue.advance(at: WallClock.now())
        #expect(server.bodies.isEmpty && queue.delivery?.reason?.contains("chmod 600") == true)
    }

    /// Killed between intent and marker: nobody can know, so nothing is sent again.
    @Test func whatWasBeingSentIsUnknown() throws {
        var box = try freeze()
        try box.beginSending(at: WallClock.now())
        let next = try queue()
        #expect(next.boxes.map(\.posting.phase) == [.unknown])
        #expect(next.isDone)
    }

    @Test func aFrozenReportThatWasChangedIsNotSent() throws {
        let server = try Listener([.status(200, "ok")])
        defer { server.stop() }
        useWebhook(server.address)
        let queue = try self.queue()
        try freeze(queue)
        lab.folder.write("{\"text\":\"another\"}", to: "var/lib/atvm-run-watcher/b/post.body")
        #expect(finish(queue))
        #expect(queue.boxes[0].posting.phase == .gaveUp && server.bodies.isEmpty)
    }

    @Test(arguments: ["a file", "a link", "a folder"])
    func whateverStandsAsMarkerCountsAsPosted(_ kind: String) throws {
        _ = try freeze()
        let marker = lab.root.postedMarker(of: lab.build)
        switch kind {
        case "a file": lab.folder.write("", to: "var/lib/atvm-run-watcher/b/posted.marker")
        case "a link": symlink("/nowhere", marker)
        default: mkdir(marker, 0o755)
        }
        let queue = try self.queue()
        #expect(queue.boxes.map(\.posting.phase) == [.posted] && queue.isDone)
    }

    @Test func subRunsArePostedInTheirOrder() throws {
        let server = try Listener([.status(503, ""), .status(200, "ok")])
        defer { server.stop() }
        useWebhook(server.address)
        let queue = try self.queue()
        for key in SubRunKey.keys(forGroups: ["linux", "windows"]) { try freeze(queue, key, key.text) }
        #expect(finish(queue))
        #expect(server.bodies == ["linux", "linux", "windows"].map { "{\"text\":\"\($0)\"}" })
    }

    @Test func modesKeepTheReportToOurselves() throws {
        _ = try freeze()
        #expect(mode(lab.folder["var/lib/atvm-run-watcher/b/post.body"]) == 0o600)
        #expect(mode(lab.folder["var/lib/atvm-run-watcher/b/post.json"]) == 0o600)
    }
}
