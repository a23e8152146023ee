import CPosix
import Glibc
package import Observing
import Runs

/// Writes files of an operator's own: only new ones, for the operator alone, through no planted link.
package enum NewFile {
    package enum Outcome: Equatable {
        case written(path: String, bytes: Int)
        /// Something stands there; a name beside it that was free just now.
        case taken(proposal: String)
    }

    /// - Parameters:
    ///   - path: whole, from `/`.
    ///   - name: of the file where `path` turns out to be a folder.
    ///   - root: outside it nothing is written, unless it is the whole machine.
    /// - Throws: why nothing was written.
    package static func write(
        _ text: String, to path: String, name: String, within root: Root
    ) throws(ActingError) -> Outcome {
        let (folder, last) = try place(of: path, within: root)
        let whole = joined(folder, last)
        let descriptor = cp_open_file(whole, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else {
            guard errno == EEXIST else { throw AtomicFile.problem(whole) }
            if FileSignature(linkAt: whole)?.isFolder == true { return .taken(proposal: try free(joined(whole, name))) }
            return .taken(proposal: try free(whole))
        }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        // The umask may have left less than that, never more.
        guard fchmod(descriptor, 0o600) == 0, AtomicFile.writeAll(bytes, to: descriptor), AtomicFile.sync(descriptor)
        else {
            let problem = AtomicFile.problem(whole)
            // Half a report is worse than none.
            unlink(whole)
            throw problem
        }
        return .written(path: whole, bytes: bytes.count)
    }

    /// The folder as it really is, and the name in it.
    private static func place(of path: String, within root: Root) throws(ActingError) -> (folder: String, name: String)
    {
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        let (folder, name) = (String(path[..<slash]), String(path[slash...].drop { $0 == "/" }))
        guard path.hasPrefix("/"), !name.isEmpty, name != ".", name != ".." else {
            throw .refused("\(path) names no file")
        }
        guard name.utf8.count <= Int(NAME_MAX) else { throw .refused("a file's name holds at most 255 bytes") }
        guard let real = realPath(folder.isEmpty ? "/" : folder) else {
            throw errno == ENOENT ? .refused("there is no folder \(folder); make it first") : AtomicFile.problem(path)
        }
        if !root.isWholeMachine {
            let allowed = realPath(root.prefix) ?? root.prefix
            guard real == allowed || real.hasPrefix(allowed + "/") else {
                throw .refused("\(path) lies outside \(root.prefix), on which alone this console works")
            }
        }
        return (real, name)
    }

    /// `report-2.md` beside `report.md`: the first such name that nothing has.
    private static func free(_ path: String) throws(ActingError) -> String {
        if FileSignature(linkAt: path) == nil { return path }
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        let name = path[slash...].dropFirst()
        let dot = name.dropFirst().lastIndex(of: ".") ?? path.endIndex
        for number in 2..<1000 {
            let next = "\(path[..<dot])-\(number)\(path[dot...])"
            if FileSignature(linkAt: next) == nil { return next }
        }
        throw .refused("\(path) and many names like it are taken; choose another")
    }

    private static func joined(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }

    private static func realPath(_ path: String) -> String? {
        guard let buffer = realpath(path, nil) else { return nil }
        defer { Glibc.free(buffer) }
        return String(cString: buffer)
    }
}
