import Glibc
import Observing
import TestKit

/// Looks for processes by their command lines.
enum ProcessList {
    /// - Parameter words: joined by NUL, as `/proc` has them.
    static func holds(_ words: String) -> Bool {
        ((try? filesIn("/proc")) ?? []).contains { name in
            guard Int(name) != nil, let bytes = try? SafeFile.readUnsized("/proc/\(name)/cmdline", limit: 65536) else {
                return false
            }
            return String(decoding: bytes, as: UTF8.self).contains(words)
        }
    }
}
