package import Runs

/// Reads a reporter file of any kind; its content tells the kind, not its name.
package enum ReportReader {
    package static func read(_ bytes: [UInt8]) -> ReportFile {
        switch kind(of: bytes) {
        case .mochawesome: MochawesomeReader.read(bytes)
        case .junit: JUnitReader.read(bytes.span.bytes)
        case nil: refused("neither XML nor JSON")
        }
    }

    /// By the first byte that is no blank; a byte order mark and UTF-16 mean XML. An empty file counts as JUnit.
    private static func kind(of bytes: [UInt8]) -> ReportFile.Kind? {
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return .junit }
        while start < bytes.count, bytes[start].isBlankByte || bytes[start] == LineScan.lineFeed { start += 1 }
        guard start < bytes.count else { return .junit }
        switch bytes[start] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return .mochawesome
        case UInt8(ascii: "<"): return .junit
        // UTF-16 without a byte order mark: `<` with a zero beside it.
        case 0 where bytes.dropFirst(start + 1).first == UInt8(ascii: "<"): return .junit
        default: return nil
        }
    }

    private static func refused(_ problem: String) -> ReportFile {
        var file = ReportFile(kind: .junit, verdict: .invalid)
        file.problem = problem
        return file
    }
}
