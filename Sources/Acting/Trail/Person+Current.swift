import Glibc
import Observing
package import Plans
import Runs

extension Person {
    /// Whoever logged in to run this process, also below `sudo`, with the address the SSH session came from.
    package static var current: Person {
        let peer = (variable("SSH_CONNECTION") ?? variable("SSH_CLIENT"))?.split(separator: " ").first.map(String.init)
        return Person(login: loginUser, peer: peer)
    }

    private static var loginUser: String {
        // The kernel keeps it from login on; no environment can change it. The greatest number stands for none.
        if let bytes = try? SafeFile.readUnsized("/proc/self/loginuid", limit: 32),
            let user = UInt32(String(decoding: bytes, as: UTF8.self).trimmingBlanks()), user != .max
        {
            return name(of: user)
        }
        return variable("SUDO_USER") ?? name(of: geteuid())
    }

    private static func name(of user: uid_t) -> String {
        guard let entry = getpwuid(user) else { return "uid \(user)" }
        return String(cString: entry.pointee.pw_name)
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}
