import Glibc

/// The folder of Package.swift.
package func packageRoot(file: String = #filePath) -> String {
    file.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
}

/// The names of what is in a folder.
package func filesIn(_ folder: String) throws -> [String] {
    guard let opened = opendir(folder) else { throw MissingFolder(path: folder) }
    defer { closedir(opened) }
    var names: [String] = []
    while let entry = readdir(opened) {
        // A tuple of 256 bytes, ended by a NUL: a name as C has it.
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names
}

private struct MissingFolder: Error { let path: String }
