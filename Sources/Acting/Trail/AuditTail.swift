import Formats
import Glibc
package import Observing
package import Plans
import Runs

/// Reads the end of the audit trail, whatever the size of the file.
package enum AuditTail {
    /// In bytes; and in lines.
    private static let limit = 1 << 20
    private static let lineLimit = 5000
    private static let lineFeed = UInt8(ascii: "\n")

    package static func read(_ root: Root) -> AuditExcerpt {
        var excerpt = AuditExcerpt()
        let opened: (descriptor: Int32, signature: FileSignature)
        do throws(SafeFileError) {
            opened = try SafeFile.open(root.audit)
        } catch {
            // Nothing has been done yet: no reason to worry anybody.
            if !error.isMissing { excerpt.problem = root.shown("\(error)") }
            return excerpt
        }
        defer { close(opened.descriptor) }
        let start = max(0, opened.signature.size - limit)
        var bytes = [UInt8](repeating: 0, count: min(limit, max(0, opened.signature.size)))
        var count = 0
        while count < bytes.count {
            let at = count
            let got = bytes.withUnsafeMutableBytes { buffer in
                pread(opened.descriptor, buffer.baseAddress.map { $0 + at }, buffer.count - at, off_t(start + at))
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            count += got
        }
        excerpt.isCut = start > 0
        excerpt.entries = entries(in: bytes[..<count], startingAt: start)
        if excerpt.entries.count > lineLimit {
            excerpt.entries.removeFirst(excerpt.entries.count - lineLimit)
            excerpt.isCut = true
        }
        return excerpt
    }

    /// - Parameter start: where the bytes begin in the file; a first line that began before is left out.
    static func entries(in bytes: ArraySlice<UInt8>, startingAt start: Int) -> [AuditExcerpt.Entry] {
        var entries: [AuditExcerpt.Entry] = []
        var rest = bytes
        if start > 0 {
            guard let end = rest.firstIndex(of: lineFeed) else { return [] }
            rest = rest[(end + 1)...]
        }
        while !rest.isEmpty {
            let end = rest.firstIndex(of: lineFeed) ?? rest.endIndex
            if end > rest.startIndex {
                entries.append(entry(of: rest[..<end], at: start + rest.startIndex - bytes.startIndex))
            }
            rest = end < rest.endIndex ? rest[(end + 1)...] : []
        }
        return entries
    }

    private static func entry(of line: ArraySlice<UInt8>, at offset: Int) -> AuditExcerpt.Entry {
        var entry = AuditExcerpt.Entry(offset: offset)
        guard let json = try? JSONValue(json: Array(line), limits: JSONLimits(bytes: limit, depth: 8)),
            let action = json["action"]?.string
        else {
            let text = String(decoding: line.prefix(2000), as: UTF8.self)
            entry.raw = SafeText.visible(SecretMask.masked(text: text))
            return entry
        }
        func text(_ name: String) -> String? { json[name]?.string.map(SafeText.visible) }
        entry.at = json["at"]?.string.flatMap { Timestamp(rfc3339: $0) }
        entry.moment = text("moment") ?? ""
        entry.person = Person(login: json["operator"]?.string ?? "", peer: json["from"]?.string).text
        entry.action = SafeText.visible(action)
        entry.build = text("build") ?? ""
        entry.commands = (json["commands"]?.array ?? []).compactMap(\.string).map {
            SafeText.visible(SecretMask.masked(text: $0))
        }
        entry.digest = text("digest")
        entry.outcome = text("outcome")
        return entry
    }
}
