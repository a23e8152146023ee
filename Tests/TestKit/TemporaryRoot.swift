import Glibc

/// A folder of its own for one test, which stands for `/` of a controller. It is removed with all that is in it.
package final class TemporaryRoot: Sendable {
    /// Without a slash at the end.
    package let path: String

    package struct Problem: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Parameter isInMemory: where the machine has a folder for that; what is written there costs no disk.
    package init(isInMemory: Bool = false) throws {
        let usual = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let base = isInMemory && access("/dev/shm", W_OK) == 0 ? "/dev/shm" : usual
        var template = Array("\(base)/atvm-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Problem(description: "cannot make a folder in \(base): errno \(errno)")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    package subscript(_ name: String) -> String { "\(path)/\(name)" }

    // MARK: Making

    /// Makes a folder with all above it.
    @discardableResult
    package func makeFolder(_ name: String) -> String {
        var made = path
        for part in name.split(separator: "/") {
            made += "/\(part)"
            // The mode that was meant, whatever the umask of whoever runs the tests.
            if mkdir(made, 0o755) == 0 { chmod(made, 0o755) }
        }
        return made
    }

    /// Writes a whole file, with the folders above it.
    /// - Parameter modified: seconds since 1970; `nil` leaves it at now.
    @discardableResult
    package func write(_ text: String, to name: String, modified: Int? = nil) -> String {
        write(Array(text.utf8), to: name, modified: modified)
    }

    @discardableResult
    package func write(_ bytes: [UInt8], to name: String, modified: Int? = nil) -> String {
        put(bytes, into: name, O_WRONLY | O_CREAT | O_TRUNC)
        if let modified { setTime(of: name, modified) }
        return self[name]
    }

    package func append(_ text: String, to name: String) { put(Array(text.utf8), into: name, O_WRONLY | O_APPEND) }

    package func truncate(_ name: String, to size: Int) { Glibc.truncate(self[name], off_t(size)) }

    package func move(_ name: String, to other: String) { rename(self[name], self[other]) }

    package func delete(_ name: String) { Self.remove(self[name]) }

    /// A symbolic link to another name.
    package func link(_ name: String, at other: String) { symlink(self[name], self[other]) }

    package func setTime(of name: String, _ seconds: Int) {
        let time = timespec(tv_sec: seconds, tv_nsec: 0)
        utimensat(AT_FDCWD, self[name], [time, time], 0)
    }

    private func put(_ bytes: [UInt8], into name: String, _ flags: Int32) {
        if let slash = name.lastIndex(of: "/") { makeFolder(String(name[..<slash])) }
        let isNew = access(self[name], F_OK) != 0
        let descriptor = open(self[name], flags | O_CLOEXEC, 0o644)
        if isNew, flags & O_CREAT != 0 { fchmod(descriptor, 0o644) }
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    // MARK: Looking

    /// Every path below the folder with its kind, size, times and content, to see whether anything has changed.
    package func picture() -> [String: String] {
        var found: [String: String] = [:]
        collect("", into: &found)
        return found
    }

    private func collect(_ folder: String, into found: inout [String: String]) {
        for name in Self.names(in: path + folder) {
            let inner = "\(folder)/\(name)"
            var status = stat()
            guard lstat(path + inner, &status) == 0 else { continue }
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            let times =
                "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
            let content = status.st_mode & S_IFMT == S_IFREG ? readText(path + inner).map { "\($0.hashValue)" } : nil
            found[inner] = "\(status.st_mode) \(status.st_ino) \(status.st_size) \(times) \(content ?? "")"
            if isFolder { collect(inner, into: &found) }
        }
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            // The name is copied before the next call reuses its memory.
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFDIR {
            for name in names(in: path) { remove("\(path)/\(name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}
