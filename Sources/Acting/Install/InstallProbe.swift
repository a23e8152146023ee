import Glibc
import Observing
import Plans

/// What stands where something is to be installed.
enum InstallProbe {
    static func found(_ path: String) -> InstallFound {
        guard let there = FileSignature(linkAt: path) else { return .nothing }
        let mode = there.mode & 0o7777
        if there.isFolder { return .folder(mode: mode) }
        if there.isLink { return target(path).map { .link(to: $0) } ?? .other }
        guard there.isRegular, let bytes = bytes(path) else { return .other }
        return .file(Digest(of: bytes), mode: mode)
    }

    /// Where a link leads, as it is written in it.
    static func target(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(path, &buffer, buffer.count - 1)
        guard count > 0 else { return nil }
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A name that is free: the path with an ending, then with a number too.
    static func freeName(beside path: String, ending: String) -> String {
        var name = path + ending
        var number = 2
        while FileSignature(linkAt: name) != nil {
            name = "\(path)\(ending)\(number)"
            number += 1
        }
        return name
    }

    /// The bytes of the program that runs, also when its file has been replaced or removed meanwhile.
    static func ownProgram() throws(ActingError) -> [UInt8] {
        guard let bytes = bytes("/proc/self/exe") else { throw .failed("cannot read this program's own file") }
        return bytes
    }

    private static func bytes(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard let file = FileSignature(descriptor: descriptor), file.isRegular, file.size < 1 << 30 else { return nil }
        var bytes = [UInt8](repeating: 0, count: file.size)
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress.map { $0 + start }, buffer.count - start, off_t(start))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            start += count
        }
        return bytes
    }
}
