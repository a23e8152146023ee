import CPosix
import Glibc
package import Observing
package import Plans
package import Runs

/// A view of one prep, whether it runs, has ended, or lost its keeper: events come in order, and answers go out.
///
/// Nothing here waits. Whoever uses it waits for `descriptor` (readable, or `wantsToWrite`), at most for `patience`,
/// and then calls `receive`. Where no keeper answers, transcript and record on disk take its place.
package final class PrepClient {
    package let id: PrepID
    private let root: Root
    private let person: Person
    private var position: Int
    private var reader = FrameReader(limit: PrepWire.eventLimit)
    private var outgoing: [UInt8] = []
    private var socket: Int32 = -1
    /// Whether there is no keeper, so that the files tell.
    private var usesFiles = false
    private var transcript: Int32 = -1
    /// Whether the end has been told: nothing more comes.
    package private(set) var isFinished = false

    /// - Parameters:
    ///   - person: in whose name answers are given.
    ///   - offset: the byte of the transcript to begin with.
    /// - Throws: when there is no such prep.
    package init(_ id: PrepID, root: Root, person: Person, from offset: Int = 0) throws(ActingError) {
        (self.id, self.root, self.person, position) = (id, root, person, offset)
        _ = try PrepRecord(id, root)
        connect()
    }

    deinit {
        for descriptor in [socket, transcript] where descriptor >= 0 { close(descriptor) }
    }

    /// What to wait for; -1 while there is nothing.
    package var descriptor: Int32 { socket }
    package var wantsToWrite: Bool { socket >= 0 && !outgoing.isEmpty }
    /// How long to wait at most before the next `receive`, in milliseconds; -1 for as long as nothing comes.
    package var patience: Int32 { socket >= 0 ? -1 : usesFiles ? 0 : 100 }

    /// Tells the keeper something. Of an answer or an act a `reply` comes back.
    package func send(_ input: PrepInput) {
        outgoing += PrepWire.bytes(input)
        flush()
    }

    /// What has come since, without waiting.
    package func receive() -> [PrepEvent] {
        guard !isFinished else { return [] }
        if socket < 0, !usesFiles { connect() }
        guard socket >= 0 else { return receiveFromFiles() }
        flush()
        return receiveFromKeeper()
    }

    // MARK: The keeper

    private func connect() {
        let found = cp_socket_connect(root.prepFolder(of: id), Root.prepSocket)
        if found >= 0 {
            socket = found
            reader = FrameReader(limit: PrepWire.eventLimit)
            outgoing = PrepWire.bytes(.hello(person, from: position)) + outgoing
            flush()
            return
        }
        // Just before its keeper listens, and just after it has gone.
        if let record = try? PrepRecord(id, root), record.summary.isRunning { return }
        usesFiles = true
    }

    private func flush() {
        guard socket >= 0, !outgoing.isEmpty else { return }
        let sent = outgoing.withUnsafeBytes { cp_socket_send(socket, $0.baseAddress, $0.count) }
        guard sent > 0 else { return }
        // It may have been a launch.
        outgoing.withUnsafeMutableBytes { cp_wipe($0.baseAddress, sent) }
        outgoing.removeFirst(sent)
    }

    private func receiveFromKeeper() -> [PrepEvent] {
        var events: [PrepEvent] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if count < 0, errno == EAGAIN || errno == EINTR { return [] }
        for body in reader.take(buffer.prefix(max(0, count))) {
            guard let event = PrepWire.event(body) else { continue }
            switch event {
            case .output(let offset, let bytes): position = offset + bytes.count
            case .state(let state): isFinished = state.outcome != nil
            case .reply: break
            }
            events.append(event)
        }
        if count <= 0 || reader.isBroken {
            close(socket)
            (socket, outgoing) = (-1, [])
        }
        return events
    }

    // MARK: The files

    private func receiveFromFiles() -> [PrepEvent] {
        guard usesFiles else { return [] }
        if transcript < 0, let (found, _) = try? SafeFile.open(root.prepTranscript(of: id)) { transcript = found }
        if transcript >= 0 {
            var bytes = [UInt8](repeating: 0, count: 32 * 1024)
            let count = pread(transcript, &bytes, bytes.count, off_t(position))
            if count > 0 {
                defer { position += count }
                return [.output(from: position, Array(bytes.prefix(count)))]
            }
        }
        let outcome = (try? PrepRecord(id, root))?.summary.outcome ?? .interrupted
        var state = PrepState()
        (state.isStarted, state.outcome, state.note) = (true, outcome, outcome.text)
        isFinished = true
        return [.state(state)]
    }
}
