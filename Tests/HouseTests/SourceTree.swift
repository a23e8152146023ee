import Glibc

/// The package's own files.
enum SourceTree {
    /// The package's folder, by the place of this file.
    static let package = parent(parent(parent(#filePath)))

    /// All Swift files under a folder of the package, sorted by path. Links are not followed.
    static func files(in folder: String) -> [SourceFile] {
        names(in: "\(package)/\(folder)").flatMap { name -> [SourceFile] in
            let path = "\(folder)/\(name)"
            switch kind("\(package)/\(path)") {
            case S_IFDIR: return files(in: path)
            case S_IFREG where name.hasSuffix(".swift"):
                return text("\(package)/\(path)").map { [SourceFile(path: path, text: $0)] } ?? []
            default: return []
            }
        }
    }

    /// The names of the folders in `Sources`.
    static var targets: [String] {
        names(in: "\(package)/Sources").filter { kind("\(package)/Sources/\($0)") == S_IFDIR }
    }

    private static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return String(path[..<slash])
    }

    private static func kind(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private static func text(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
