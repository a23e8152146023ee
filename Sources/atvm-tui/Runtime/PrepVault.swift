import Acting
import CPosix
import Glibc
import Observing
import Plans
import Synchronization

/// The only place of a console where vCenter's password stands: that of the environment, which is taken out of there at
/// once, and the one that is being typed, which is wiped as soon as it is handed over or given up.
final class PrepVault: Sendable {
    private let typed = Mutex<[UInt8]>([])
    private let inherited: Secret?

    /// To be made before there is another thread: it changes the environment.
    init() {
        let name = PrepCredentials.passwordVariable
        inherited = getenv(name).map { Secret(String(cString: $0)) }
        cp_forget_variable(name)
        if inherited != nil { _ = cp_forbid_dumps() }
    }

    func type(_ text: String) {
        _ = cp_forbid_dumps()
        typed.withLock { held in
            let new = Array(text.utf8)
            guard held.count + new.count <= 4096 else { return }
            // Into memory of its own, so that none is left behind when it grows.
            if held.capacity < 4096 { held.reserveCapacity(4096) }
            held += new
        }
    }

    func erase() {
        typed.withLock { held in
            // A whole character of UTF-8.
            while let last = held.popLast(), last & 0xC0 == 0x80 {}
        }
    }

    func forget() { typed.withLock { Self.wipe(&$0) } }

    /// What was typed, which is forgotten here.
    func take() -> Secret? {
        typed.withLock { held in
            defer { Self.wipe(&held) }
            return held.isEmpty ? nil : Secret(String(decoding: held, as: UTF8.self))
        }
    }

    /// Credentials of environment and file, and a typed password before both.
    func secrets(_ root: Root, typed: Secret?) throws(ActingError) -> PrepSecrets {
        try PrepSecrets(root, field: typed) { name in
            if name == PrepCredentials.passwordVariable { return inherited?.reveal { $0 } }
            return getenv(name).map { String(cString: $0) }
        }
    }

    private static func wipe(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { cp_wipe($0.baseAddress, $0.count) }
        bytes.removeAll(keepingCapacity: true)
    }
}
