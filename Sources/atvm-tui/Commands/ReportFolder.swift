import Formats
import Glibc
import Runs

/// Reads the reporter files below a folder.
enum ReportFolder {
    private static let depthLimit = 32
    private static let byteLimit = 64 * 1024 * 1024

    /// All `*.xml` and `*.json` files in the order of their paths. Links are not followed; what cannot be read is a
    /// problem beside the others.
    static func read(_ folder: String) throws -> (artifacts: [Inspection.Artifact], problems: [String]) {
        var problems: [String] = []
        var paths: [String] = []
        guard let names = names(in: folder) else { throw FileProblem(folder, code: errno) }
        collect(names, in: folder, depth: 0, into: &paths, &problems)
        var artifacts: [Inspection.Artifact] = []
        for path in paths.sorted() {
            do {
                artifacts.append(Inspection.Artifact(path: path, file: ReportReader.read(try bytes(of: path))))
            } catch {
                problems.append((error as? FileProblem)?.text ?? "\(path): \(error)")
            }
        }
        return (artifacts, problems)
    }

    private static func collect(
        _ names: [String], in folder: String, depth: Int, into paths: inout [String], _ problems: inout [String]
    ) {
        for name in names {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFREG where name.hasSuffix(".xml") || name.hasSuffix(".json"):
                paths.append(path)
            case S_IFDIR where depth < depthLimit:
                if let inner = Self.names(in: path) {
                    collect(inner, in: path, depth: depth + 1, into: &paths, &problems)
                } else {
                    problems.append(FileProblem(path, code: errno).text)
                }
            default:
                break
            }
        }
    }

    /// The names in a folder; `nil` with `errno` set where it cannot be read.
    private static func names(in folder: String) -> [String]? {
        guard let directory = opendir(folder) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            // The name is copied before the next call reuses its memory.
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        // Not blocking: the file may have become a pipe since it was listed.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileProblem(path, code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileProblem(path, code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileProblem(path, reason: "no regular file") }
        guard status.st_size <= byteLimit else { throw FileProblem(path, reason: "longer than 64 MiB") }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256 * 1024)
        while bytes.count <= byteLimit {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileProblem(path, code: errno)
            }
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return bytes
    }
}
