import Glibc

/// Lists folders.
enum FolderList {
    enum Kind { case file, folder, other, unknown }

    /// One entry of a folder that is being listed; of no use after that.
    struct Entry {
        let name: String
        let kind: Kind
        fileprivate let folder: Int32

        /// The signature of the entry itself, found from the open folder: that costs half of what its whole path does.
        var signature: FileSignature? { FileSignature(linkAt: name, in: folder) }

        /// The signature of what stands below it.
        func signature(of path: String) -> FileSignature? { FileSignature(linkAt: name + "/" + path, in: folder) }
    }

    /// Calls `body` with each entry, in the order of the folder.
    ///
    /// Names that are not UTF-8 come repaired; such a file cannot be opened by that name.
    /// - Throws: why the folder cannot be listed.
    static func forEachEntry(of path: String, _ body: (Entry) -> Void) throws(SafeFileError) {
        guard let folder = opendir(path) else {
            let code = errno
            // Something else in a folder's place is not the same as nothing there.
            throw code == ENOTDIR ? .failed(path, code: code) : SafeFileError(errno: code, path)
        }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            body(Entry(name: name, kind: kind(entry.pointee.d_type), folder: dirfd(folder)))
        }
    }

    private static func kind(_ type: UInt8) -> Kind {
        switch Int(type) {
        case Int(DT_REG): .file
        case Int(DT_DIR): .folder
        case Int(DT_UNKNOWN): .unknown
        default: .other
        }
    }
}
