import Glibc

/// Lists folders.
enum FolderList {
    enum Kind { case file, folder, other, unknown }

    /// Calls `body` with the name and the kind of each entry, in the order of the folder.
    ///
    /// Names that are not UTF-8 come repaired; such a file cannot be opened by that name.
    /// - Throws: why the folder cannot be listed.
    static func forEachEntry(of path: String, _ body: (String, Kind) -> Void) throws(SafeFileError) {
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
            body(name, kind(entry.pointee.d_type))
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
