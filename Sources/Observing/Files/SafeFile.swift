import Glibc

/// Opens files that others may have planted: a link, a hard link, a FIFO or a foreign file is refused, without waiting.
package enum SafeFile {
    /// Opens a file for reading.
    /// - Throws: why it is refused or cannot be opened.
    /// - Returns: a descriptor that the caller closes.
    package static func open(_ path: String) throws(SafeFileError) -> (descriptor: Int32, signature: FileSignature) {
        let descriptor = Glibc.open(path, flags)
        guard descriptor >= 0 else { throw SafeFileError(errno: errno, path) }
        return try checked(descriptor, path)
    }

    /// The same for a file below a folder, itself trusted, of which no part is a link.
    /// - Parameter path: begins with the folder.
    package static func open(
        _ path: String, below folder: String
    ) throws(SafeFileError) -> (descriptor: Int32, signature: FileSignature) {
        let parts = path.dropFirst(folder.count).split(separator: "/").map(String.init)
        guard path.hasPrefix(folder), let name = parts.last, !parts.contains("."), !parts.contains("..") else {
            throw .outside(path)
        }
        var above = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard above >= 0 else { throw SafeFileError(errno: errno, folder) }
        defer { close(above) }
        for part in parts.dropLast() {
            let next = openat(above, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard next >= 0 else {
                let code = errno
                // A link is no folder to the kernel; people are to be told what it is.
                throw FileSignature(linkAt: part, in: above)?.isLink == true ? .link(path) : .init(errno: code, path)
            }
            close(above)
            above = next
        }
        let descriptor = openat(above, name, flags)
        guard descriptor >= 0 else { throw SafeFileError(errno: errno, path) }
        return try checked(descriptor, path)
    }

    // O_NONBLOCK: opening a FIFO would wait for a writer, for ever.
    private static let flags = O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY

    private static func checked(
        _ descriptor: Int32, _ path: String
    ) throws(SafeFileError) -> (descriptor: Int32, signature: FileSignature) {
        guard let signature = FileSignature(descriptor: descriptor) else {
            let error = SafeFileError(errno: errno, path)
            close(descriptor)
            throw error
        }
        if let refusal = refusal(of: signature, path) {
            close(descriptor)
            throw refusal
        }
        return (descriptor, signature)
    }

    /// Reads a whole small file.
    /// - Parameter limit: in bytes; a larger file is refused.
    package static func read(_ path: String, limit: Int) throws(SafeFileError) -> [UInt8] {
        let (descriptor, signature) = try open(path)
        defer { close(descriptor) }
        guard signature.size <= limit else { throw .tooLarge(path, bytes: signature.size, limit: limit) }
        // One byte more than allowed: a file that grows meanwhile is noticed.
        var bytes = [UInt8](repeating: 0, count: max(signature.size, 0) + 1)
        var count = 0
        while true {
            if count == bytes.count {
                guard count <= limit else { throw .tooLarge(path, bytes: count, limit: limit) }
                bytes.append(contentsOf: repeatElement(0, count: min(64 * 1024, limit - count + 1)))
            }
            let start = count
            let got = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress.map { $0 + start }, buffer.count - start)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw SafeFileError(errno: errno, path) }
            if got == 0 { break }
            count += got
        }
        guard count <= limit else { throw .tooLarge(path, bytes: count, limit: limit) }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    private static func refusal(of signature: FileSignature, _ path: String) -> SafeFileError? {
        guard signature.isRegular else { return .notRegular(path) }
        guard signature.links <= 1 else { return .hardLink(path) }
        // Root's files and our own are trusted; anybody else's may have been planted.
        guard signature.owner == 0 || signature.owner == geteuid() else {
            return .foreign(path, owner: signature.owner)
        }
        return nil
    }
}

/// Why a file is not read.
package enum SafeFileError: Error, Equatable {
    case missing(String)
    case link(String)
    /// Not in the folder in which such files are.
    case outside(String)
    case notRegular(String)
    case hardLink(String)
    case foreign(String, owner: UInt32)
    case tooLarge(String, bytes: Int, limit: Int)
    case failed(String, code: Int32)

    init(errno code: Int32, _ path: String) {
        self =
            switch code {
            case ENOENT, ENOTDIR: .missing(path)
            case ELOOP: .link(path)
            case ENXIO, ENODEV: .notRegular(path)
            default: .failed(path, code: code)
            }
    }

    package var isMissing: Bool { if case .missing = self { true } else { false } }
}

extension SafeFileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let path): "\(path): no such file"
        case .link(let path): "\(path) is a symbolic link and was not followed; remove it"
        case .outside(let path): "\(path) does not lie where such files are written, and was not opened"
        case .notRegular(let path): "\(path) is not a regular file and was not opened; remove it"
        case .hardLink(let path): "\(path) has a second name (hard link) and was not read; remove it"
        case .foreign(let path, let owner): "\(path) belongs to user \(owner) and was not read; remove it or chown it"
        case .tooLarge(let path, let bytes, let limit): "\(path) has \(bytes) bytes; at most \(limit) are read"
        case .failed(let path, let code): "\(path): \(String(cString: strerror(code)))"
        }
    }
}

extension SafeFile {
    /// Reads a file whose size the kernel does not tell, such as those of `/proc`.
    package static func readUnsized(_ path: String, limit: Int) throws(SafeFileError) -> [UInt8] {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SafeFileError(errno: errno, path) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw SafeFileError(errno: errno, path) }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}
