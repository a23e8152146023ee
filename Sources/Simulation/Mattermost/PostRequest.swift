import Glibc

/// One request to a webhook, read within strict limits of size and time.
struct PostRequest {
    enum Outcome: Equatable {
        case body([UInt8])
        /// An answer's status line without the protocol.
        case refused(String)
    }

    private static let headLimit = 8 * 1024
    private static let bodyLimit = 256 * 1024

    private let connection: Int32
    private let path: String
    private let deadline = ContinuousClock.now + .seconds(5)
    private var bytes: [UInt8] = []

    init(_ connection: Int32, path: String) { (self.connection, self.path) = (connection, path) }

    mutating func read() -> Outcome {
        var end: Int?
        while end == nil {
            guard bytes.count <= Self.headLimit else { return .refused("431 Request Header Fields Too Large") }
            guard more() else { return .refused("408 Request Timeout") }
            end = Self.endOfHead(bytes)
        }
        guard let end else { return .refused("400 Bad Request") }
        let lines = Self.lines(bytes[..<end])
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return .refused("400 Bad Request") }
        guard words[1] == path else { return .refused("404 Not Found") }
        guard words[0] == "POST" else { return .refused("405 Method Not Allowed") }
        let lengths = lines.filter { $0.lowercased().hasPrefix("content-length:") }
        guard lengths.count == 1, let length = Int(lengths[0].dropFirst(15).filter { $0 != " " }), length >= 0 else {
            return .refused("411 Length Required")
        }
        guard length <= Self.bodyLimit else { return .refused("413 Content Too Large") }
        while bytes.count < end + length { guard more() else { return .refused("408 Request Timeout") } }
        return .body(Array(bytes[end..<(end + length)]))
    }

    /// Reads some more; `false` at the end and when it takes too long.
    private mutating func more() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            guard Self.wait(connection, POLLIN, until: deadline) else { return false }
            let count = Glibc.read(connection, &buffer, buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return false }
            bytes += buffer.prefix(count)
            return true
        }
    }

    private static func wait(_ descriptor: Int32, _ events: Int32, until deadline: ContinuousClock.Instant) -> Bool {
        let left = deadline - ContinuousClock.now
        guard left > .zero else { return false }
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return poll(&entry, 1, Int32(clamping: left.components.seconds * 1000 + 1000)) > 0
    }

    /// Where the body begins.
    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in 0...(bytes.count - 4) where bytes[index..<index + 4].elementsEqual([13, 10, 13, 10]) {
            return index + 4
        }
        return nil
    }

    private static func lines(_ head: ArraySlice<UInt8>) -> [String] {
        head.split { $0 == 13 || $0 == 10 }.map { String(decoding: $0, as: UTF8.self) }
    }

    static func send(_ text: String, _ connection: Int32) {
        var bytes = Array(text.utf8)[...]
        let deadline = ContinuousClock.now + .seconds(2)
        while !bytes.isEmpty, wait(connection, POLLOUT, until: deadline) {
            let count = bytes.withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
