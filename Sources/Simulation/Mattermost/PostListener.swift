import Glibc

/// Stands for a Mattermost server: an incoming webhook on the loopback, on a port of the system's choice, with a thread of
/// its own. It takes one request at a time, from whoever knows its key, and nothing else.
package final class PostListener {
    private let hook: Hook
    private var thread = pthread_t()
    private let wake: WakePipe
    private var isStopped = false

    /// The address of the webhook; it is the secret.
    package let address: String

    /// - Parameter take: called on the listener's thread with the body of a post; says whether it was kept.
    package init(take: @escaping @Sendable ([UInt8]) -> Verdict) throws(SimulationError) {
        var source = SystemRandomNumberGenerator()
        let key = TextHash.digits(of: "\(source.next()) \(source.next())")
        let socket = try Self.listen()
        guard let port = Self.port(of: socket) else {
            let code = errno
            close(socket)
            throw SimulationError(action: "find the port of", path: "a socket", code: code)
        }
        address = "http://127.0.0.1:\(port)/hooks/\(key)"
        do throws(SimulationError) {
            wake = try WakePipe()
        } catch {
            close(socket)
            throw error
        }
        hook = Hook(socket: socket, wakeEnd: wake.readEnd, path: "/hooks/\(key)", take: take)
        // The hook outlives the thread: `stop` waits for the thread before `self` lets go of it.
        let code = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Hook>.fromOpaque(context).takeUnretainedValue().serve()
                return nil
            }, Unmanaged.passUnretained(hook).toOpaque())
        guard code == 0 else {
            wake.close()
            close(socket)
            isStopped = true
            throw SimulationError(action: "start", path: "a thread", code: code)
        }
    }

    deinit { stop() }

    /// What became of a post.
    package enum Verdict: Sendable {
        case kept
        /// It is none.
        case malformed
        /// It could not be written down.
        case lost
    }

    /// Takes nothing more; a request under way is finished first.
    package func stop() {
        guard !isStopped else { return }
        isStopped = true
        wake.ring()
        pthread_join(thread, nil)
        wake.close()
        close(hook.socket)
    }

    // MARK: The socket

    private static func listen() throws(SimulationError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let socket = Glibc.socket(AF_INET, kind, 0)
        guard socket >= 0 else { throw SimulationError(action: "make", path: "a socket", code: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafePointer(to: &address) { pointer in
            // A sockaddr_in is a sockaddr to the calls that take one.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, size) == 0 }
        }
        guard isBound, Glibc.listen(socket, 16) == 0 else {
            let code = errno
            close(socket)
            throw SimulationError(action: "listen on", path: "127.0.0.1", code: code)
        }
        return socket
    }

    private static func port(of socket: Int32) -> UInt16? {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isKnown = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &size) == 0 }
        }
        return isKnown ? UInt16(bigEndian: address.sin_port) : nil
    }
}

/// What the thread works on.
private final class Hook {
    let socket: Int32
    let wakeEnd: Int32
    private let path: String
    private let take: @Sendable ([UInt8]) -> PostListener.Verdict

    init(socket: Int32, wakeEnd: Int32, path: String, take: @escaping @Sendable ([UInt8]) -> PostListener.Verdict) {
        (self.socket, self.wakeEnd, self.path, self.take) = (socket, wakeEnd, path, take)
    }

    func serve() {
        while true {
            var waiting = [
                pollfd(fd: wakeEnd, events: Int16(POLLIN), revents: 0),
                pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&waiting, 2, -1) >= 0 || errno == EINTR else { return }
            if waiting[0].revents != 0 { return }
            guard waiting[1].revents != 0 else { continue }
            let connection = accept(socket, nil, nil)
            guard connection >= 0 else {
                // Without descriptors to spare the connection stays in the queue: not a reason to spin.
                if errno == EMFILE || errno == ENFILE { _ = poll(&waiting, 1, 200) }
                continue
            }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            _ = fcntl(connection, F_SETFL, O_NONBLOCK)
            answer(connection)
            close(connection)
        }
    }

    private func answer(_ connection: Int32) {
        var request = PostRequest(connection, path: path)
        let (status, body) =
            switch request.read() {
            case .body(let bytes):
                switch take(bytes) {
                case .kept: ("200 OK", "ok")
                case .malformed: ("400 Bad Request", "Unable to parse incoming data")
                case .lost: ("500 Internal Server Error", "the demo cannot write")
                }
            case .refused(let status): (status, "")
            }
        let head = "HTTP/1.1 \(status)\r\nContent-Type: text/plain\r\nContent-Length: \(body.utf8.count)\r\n"
        PostRequest.send("\(head)Connection: close\r\n\r\n\(body)", connection)
    }
}
