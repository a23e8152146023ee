import Glibc

/// The path of an executable of this package: it stands beside the one that runs the tests.
package func builtProgram(_ name: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    guard readlink("/proc/self/exe", &buffer, buffer.count - 1) > 0 else { return nil }
    let own = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let path =
        own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/" + name
    return access(path, X_OK) == 0 ? path : nil
}
