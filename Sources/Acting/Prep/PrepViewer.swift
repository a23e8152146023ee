import CPosix
import Glibc
import Plans
import Runs

/// One viewer as its keeper sees it. It is given the transcript piece by piece as fast as it takes it; what it has not
/// taken stays in the file, so that a viewer that has stopped costs nothing and holds up nobody.
final class PrepViewer {
    let descriptor: Int32
    /// Whoever it says that it is, once it has.
    private(set) var person: Person?
    private var reader = FrameReader(limit: PrepWire.launchLimit)
    private var outgoing: [UInt8] = []
    private var position = 0
    private var stateSent = -1
    private(set) var isGone = false

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit {
        reader.wipe()
        close(descriptor)
    }

    var wantsToWrite: Bool { !outgoing.isEmpty }

    /// Whether it has been told everything.
    func isServed(_ size: Int, version: Int) -> Bool {
        isGone || person == nil || outgoing.isEmpty && position >= size && stateSent == version
    }

    /// What it has sent since.
    func receive() -> [PrepInput] {
        var inputs: [PrepInput] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        defer { buffer.withUnsafeMutableBytes { cp_wipe($0.baseAddress, $0.count) } }
        // At most so much in one turn; the rest waits in the socket.
        for _ in 0..<16 {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count < 0, errno == EINTR { continue }
            if count == 0 || count < 0 && errno != EAGAIN { isGone = true }
            guard count > 0 else { break }
            for var body in reader.take(buffer.prefix(count)) {
                let input = PrepWire.input(body)
                body.withUnsafeMutableBytes { cp_wipe($0.baseAddress, $0.count) }
                switch input {
                case .hello(let person, let offset): (self.person, position, stateSent) = (person, offset, -1)
                case let input? where person != nil: inputs.append(input)
                case _: isGone = true
                }
            }
            if reader.isBroken { isGone = true }
        }
        return inputs
    }

    func reply(_ isDone: Bool, _ text: String) {
        outgoing += PrepWire.bytes(.reply(isDone: isDone, text))
        // It asks and asks, and reads nothing.
        if outgoing.count > 1024 * 1024 { isGone = true }
    }

    /// Sends what it can take now.
    func serve(_ transcript: PrepTranscript, _ state: PrepState, version: Int) {
        guard person != nil else { return }
        for _ in 0..<16 where !isGone {
            if outgoing.isEmpty {
                if position < transcript.size {
                    let piece = transcript.piece(from: position)
                    guard !piece.isEmpty else { return }
                    outgoing = PrepWire.bytes(.output(from: position, piece))
                    position += piece.count
                } else if stateSent != version {
                    outgoing = PrepWire.bytes(.state(state))
                    stateSent = version
                } else {
                    return
                }
            }
            let sent = outgoing.withUnsafeBytes { cp_socket_send(descriptor, $0.baseAddress, $0.count) }
            if sent == -Int(EAGAIN) || sent == -Int(EINTR) { return }
            guard sent >= 0 else {
                isGone = true
                return
            }
            outgoing.removeFirst(sent)
        }
    }
}
