import CPosix
import Formats

extension PassedLines {
    /// Passes over plain lines many bytes at a time.
    static func pass(_ chunk: RawSpan, from start: Int, limit: Int) -> PassedLines {
        // The bytes are read within the call that lends them.
        let passed = chunk.withUnsafeBytes {
            cp_pass_lines($0.baseAddress, $0.count, start, limit, plainBytes)
        }
        return PassedLines(next: passed.next, count: passed.lines, columns: passed.columns)
    }
}
