import CPosix
import Glibc
import Observing
import Runs

/// The file that gets all output of a prep's script: what viewers are given is read from here.
final class PrepTranscript {
    let descriptor: Int32
    /// In bytes.
    private(set) var size: Int
    /// Bytes that a full disk has swallowed since the last that were kept.
    private var lost = 0

    init(_ path: String) throws(ActingError) {
        descriptor = cp_open_file(path, O_RDWR | O_APPEND | O_CREAT, 0o600)
        guard descriptor >= 0 else { throw AtomicFile.problem(path) }
        guard let file = FileSignature(descriptor: descriptor), file.isRegular, file.links == 1,
            fchmod(descriptor, 0o600) == 0
        else {
            close(descriptor)
            throw .refused("\(path) is no plain file of our own; look at it and remove it")
        }
        size = file.size
    }

    deinit { close(descriptor) }

    /// Never fails: the script must go on whatever the disk does. What is missing is told by a line in its place.
    func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        if lost > 0 {
            guard write(Array("\r\n[atvm-tui: \(lost) bytes of output could not be kept]\r\n".utf8)) else {
                lost += bytes.count
                return
            }
            lost = 0
        }
        if !write(bytes) { lost += bytes.count }
    }

    func sync() { _ = fsync(descriptor) }

    /// The bytes from an offset on, as many as one message takes.
    func piece(from offset: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: min(32 * 1024, max(0, size - offset)))
        let count = max(0, pread(descriptor, &bytes, bytes.count, off_t(offset)))
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        let isWritten = AtomicFile.writeAll(bytes, to: descriptor)
        size = FileSignature(descriptor: descriptor)?.size ?? size
        return isWritten
    }
}
