import CPosix
import Glibc
import Synchronization

/// A web server on the loopback that answers by script and keeps every body it was sent.
final class Listener: Sendable {
    enum Answer: Sendable {
        /// These bytes, then the end of the connection.
        case raw(String)
        case status(Int, String, headers: String = "")
        /// Nothing, ever; the connection stays open.
        case silence
        case closeAtOnce
        /// The connection is torn down once the request is here.
        case reset
        /// A good head, then one byte per second, for ever.
        case drip
        /// The answer once this file is there.
        case after(String, status: Int, String)
    }

    let port: UInt16
    private let socket: Int32
    private let script: Mutex<[Answer]>
    private let kept = Mutex<[String]>([])

    private let keptHeads = Mutex<[String]>([])

    var bodies: [String] { kept.withLock { $0 } }
    /// What stood before the bodies.
    var heads: [String] { keptHeads.withLock { $0 } }

    struct NoSocket: Error {}

    /// - Parameter script: answers in order; the last one for ever.
    init(_ answers: [Answer]) throws {
        script = Mutex(answers)
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = socket
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            // A sockaddr_in is a sockaddr to the calls that take one.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isBound, listen(socket, 16) == 0 else { throw NoSocket() }
        port = UInt16(bigEndian: address.sin_port)
        // Kept alive by its thread until `stop`.
        let own = Unmanaged.passRetained(self)
        let code = cp_thread_start(
            { argument in
                guard let argument else { return }
                Unmanaged<Listener>.fromOpaque(argument).takeRetainedValue().serve()
            }, own.toOpaque())
        guard code == 0 else { throw NoSocket() }
    }

    var address: String { "http://127.0.0.1:\(port)/hooks/c4narykey" }

    func stop() { shutdown(socket, Int32(SHUT_RDWR)) }

    private func serve() {
        defer { close(socket) }
        while true {
            let connection = accept(socket, nil, nil)
            guard connection >= 0 else {
                // Stopped; anything else passes, such as too many open files while others run.
                if errno == EINVAL || errno == EBADF { return }
                usleep(5000)
                continue
            }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            let answer = script.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
            if case .closeAtOnce = answer {
                close(connection)
                continue
            }
            var head = ""
            let request = Self.request(connection, head: &head)
            kept.withLock { $0.append(request) }
            keptHeads.withLock { [head] in $0.append(head) }
            switch answer {
            case .raw(let text): Self.send(text, connection)
            case .status(let status, let body, let headers):
                let head = "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n"
                Self.send(head + body, connection)
            case .silence: continue
            case .closeAtOnce: break
            case .reset:
                var now = linger(l_onoff: 1, l_linger: 0)
                setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
            case .drip:
                Self.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", connection)
                while Self.send("o", connection) { sleep(1) }
            case .after(let path, let status, let body):
                while access(path, F_OK) != 0 { usleep(5000) }
                Self.send("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)", connection)
            }
            close(connection)
        }
    }

    /// The body of the request.
    private static func request(_ connection: Int32, head: inout String) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.firstRange(of: "\r\n\r\n") {
                head = String(text[..<end.lowerBound])
                let length =
                    text[..<end.lowerBound].split(separator: "\r\n")
                    .first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst(15).filter { $0 != " " }) } ?? 0
                if text[end.upperBound...].utf8.count >= length { return String(text[end.upperBound...]) }
            }
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { return text }
            bytes += buffer.prefix(count)
        }
    }

    /// - Returns: whether somebody was there to take it.
    @discardableResult
    private static func send(_ text: String, _ connection: Int32) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) } >= 0
    }
}
