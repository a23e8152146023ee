import Glibc
import Runs

/// Who this machine is.
package enum HostIdentity {
    /// Its host name, as `hostname` prints it, safe to show.
    package static var name: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "this controller" }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return SafeText.visible(String(decoding: bytes, as: UTF8.self))
    }
}
