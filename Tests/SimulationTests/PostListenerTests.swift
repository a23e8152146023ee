import Glibc
import Simulation
import Synchronization
import Testing

@Suite struct PostListenerTests {
    private final class Kept: Sendable {
        let bodies = Mutex<[String]>([])
        func take(_ bytes: [UInt8]) -> PostListener.Verdict {
            let text = String(decoding: bytes, as: UTF8.self)
            if text == "lose" { return .lost }
            guard text.hasPrefix("{") else { return .malformed }
            bodies.withLock { $0.append(text) }
            return .kept
        }
    }

    /// The answer to a request, byte for byte.
    private func ask(_ listener: PostListener, _ request: String) -> String {
        let port = UInt16(listener.address.split(separator: ":")[2].prefix { $0 != "/" }) ?? 0
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            // A sockaddr_in is a sockaddr to the calls that take one.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return "" }
        let bytes = Array(request.utf8)
        _ = bytes.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        shutdown(socket, Int32(SHUT_WR))
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(socket, &buffer, buffer.count)
            guard count > 0 else { break }
            answer += buffer.prefix(count)
        }
        return String(decoding: answer, as: UTF8.self)
    }

    private func post(_ path: String, _ body: String, length: Int? = nil) -> String {
        "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(length ?? body.utf8.count)\r\n\r\n\(body)"
    }

    @Test func answersAsMattermostDoes() throws {
        let kept = Kept()
        let listener = try PostListener { kept.take($0) }
        let path = "/hooks/" + (listener.address.split(separator: "/").last ?? "")
        #expect(listener.address.hasPrefix("http://127.0.0.1:"))
        let answer = ask(listener, post(path, "{\"text\":\"é\"}"))
        #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.hasSuffix("\r\n\r\nok"))
        let cases = [
            (post("/hooks/guessed", "{}"), "404"), (post(path, "x"), "400"), (post(path, "lose"), "500"),
            ("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n", "405"), ("nonsense\r\n\r\n", "400"),
            (post(path, "{}", length: 300_000), "413"), (post(path, "{}", length: -1), "411"),
            (post(path, "{}", length: 10), "408"),
            ("POST \(path) HTTP/1.1\r\n\r\n{}", "411"),
            ("POST \(path) HTTP/1.1\r\nX: " + String(repeating: "x", count: 40_000), "431"),
        ]
        for (request, status) in cases {
            #expect(ask(listener, request).hasPrefix("HTTP/1.1 \(status) "), "\(request.prefix(60))")
        }
        // It still takes what is right.
        #expect(ask(listener, post(path, "{}")).hasSuffix("ok"))
        listener.stop()
        #expect(ask(listener, post(path, "{}")).isEmpty)
        #expect(kept.bodies.withLock { $0 } == ["{\"text\":\"é\"}", "{}"])
    }
}
