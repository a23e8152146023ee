import Glibc
package import Testing

/// Compares lines with the text file `Screens/<name>.txt` beside the calling test.
///
/// With `RECORD=1` in the environment the file is written instead, and the test fails: nothing is recorded unseen.
package func expectGolden(
    _ actual: [String], _ name: String, folder: String = "Screens", file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    expectGolden(
        actual.joined(separator: "\n") + "\n", "\(name).txt", folder: folder, file: file,
        sourceLocation: sourceLocation)
}

/// Compares a text with the file `<folder>/<name>` beside the calling test; `name` with its ending.
package func expectGolden(
    _ actual: String, _ name: String, folder: String = "Screens", file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let directory = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let path = "\(directory)/\(folder)/\(name)"
    if getenv("RECORD") != nil {
        mkdir("\(directory)/\(folder)", 0o755)
        let isWritten = writeText(actual, to: path)
        Issue.record("\(isWritten ? "recorded" : "could not write") \(path)", sourceLocation: sourceLocation)
        return
    }
    guard let wanted = readText(path) else {
        Issue.record("\(path) is missing; RECORD=1 writes it:\n\(actual)", sourceLocation: sourceLocation)
        return
    }
    if wanted != actual {
        Issue.record("\(name) differs:\n\(difference(wanted, actual))", sourceLocation: sourceLocation)
    }
}

/// The lines that differ, `-` as recorded and `+` as they are now.
private func difference(_ wanted: String, _ actual: String) -> String {
    let old = wanted.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    return (0..<max(old.count, new.count)).flatMap { number -> [String] in
        let before = number < old.count ? old[number] : nil
        let after = number < new.count ? new[number] : nil
        if before == after { return [] }
        return [before.map { "\(number + 1) -\($0)" }, after.map { "\(number + 1) +\($0)" }].compactMap { $0 }
    }.joined(separator: "\n")
}

/// The whole file; `nil` when it cannot be read.
package func readText(_ path: String) -> String? { readBytes(path).map { String(decoding: $0, as: UTF8.self) } }

/// A whole file; `nil` when it cannot be read.
package func readBytes(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        guard count > 0 else { return count == 0 ? bytes : nil }
        bytes += chunk[..<count]
    }
}

private func writeText(_ text: String, to path: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    return write(descriptor, bytes, bytes.count) == bytes.count
}
