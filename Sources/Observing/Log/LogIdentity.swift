import Glibc

/// Tells whether a log is still the one that something is remembered of: it may have grown, and nothing else.
struct LogIdentity {
    private var signature: FileSignature?
    /// Some bytes before its end: where others stand now, it was replaced.
    private var probe: [UInt8] = []
    private var end = 0

    private static let probeLength = 64

    /// Looks at the file that stands there now, and remembers it.
    /// - Returns: whether it is another one, or was cut or written anew.
    mutating func takesOver(_ descriptor: Int32, _ current: FileSignature) -> Bool {
        let isOther = signature.map { !$0.isSameFile(as: current) || current.size < end } ?? false
        let hasChanged = isOther || !probe.isEmpty && read(descriptor, end - probe.count, probe.count) != probe
        signature = current
        end = current.size
        probe = read(descriptor, max(0, end - Self.probeLength), min(end, Self.probeLength))
        return hasChanged
    }

    private func read(_ descriptor: Int32, _ offset: Int, _ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, got in
            got = max(0, pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)))
        }
    }
}
