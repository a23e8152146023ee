import Glibc

/// What stands at a path. Nothing is opened, so nothing that was planted can make the look wait.
enum PathLook {
    case folder(FileSignature)
    case file(FileSignature)
    case link(FileSignature)
    /// A FIFO, device or socket.
    case other(FileSignature)
    case missing
    case hidden
    /// Why nobody can say, in words.
    case failed(String)

    /// - Parameter follows: whether links are followed; only where nobody but root can make one.
    init(_ path: String, follows: Bool = true) {
        var status = stat()
        guard (follows ? stat(path, &status) : lstat(path, &status)) == 0 else {
            switch errno {
            case ENOENT, ENOTDIR: self = .missing
            case EACCES, EPERM: self = .hidden
            default: self = .failed(String(cString: strerror(errno)))
            }
            return
        }
        let signature = FileSignature(status)
        self =
            signature.isFolder
            ? .folder(signature)
            : signature.isRegular ? .file(signature) : signature.isLink ? .link(signature) : .other(signature)
    }

    /// Whether whoever asks may do that: `R_OK`, `W_OK`, `X_OK`.
    static func allows(_ path: String, _ rights: Int32) -> Bool {
        faccessat(AT_FDCWD, path, rights, AT_EACCESS) == 0
    }
}
