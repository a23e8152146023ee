import Formats
import Glibc

/// The stamps of one build's `timeline.jsonl`, of which only what has been appended since is read. Confined to one thread.
final class TimelineStore {
    private var signature: FileSignature?
    /// All that have been read so far.
    private(set) var stamps: [TimelineFile.Stamp] = []
    /// Changes whenever the stamps are of another file.
    private(set) var beginnings = 0
    /// Up to where whole lines have been read.
    private var end = 0

    /// More than the facts of any run; beyond it times are unknown.
    private static let limit = 32 << 20

    /// Reads what has been appended.
    /// - Parameter current: what stands there now.
    func read(_ path: String, _ current: FileSignature) {
        if current == signature { return }
        // Another file, or one that was cut: everything anew.
        if let signature, !signature.isSameFile(as: current) || current.size < end { forget() }
        guard let (descriptor, found) = try? SafeFile.open(path) else { return }
        defer { close(descriptor) }
        if !found.isSameFile(as: current) { forget() }
        guard found.size <= Self.limit, found.size >= end else { return }
        var bytes = [UInt8](repeating: 0, count: found.size - end)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(end)) }
        guard count >= 0 else { return }
        // A last line that is still being written waits for its end.
        guard let lineEnd = bytes.prefix(count).lastIndex(of: UInt8(ascii: "\n")) else { return }
        stamps += TimelineFile.stamps(in: Array(bytes[...lineEnd])).stamps
        end += lineEnd + 1
        signature = found
    }

    private func forget() {
        (signature, stamps, end) = (nil, [], 0)
        beginnings += 1
    }
}
