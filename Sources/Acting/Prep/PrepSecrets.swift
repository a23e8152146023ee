import Glibc
package import Observing
package import Plans
import Runs

/// The vCenter user and password for a prep, from the environment, else from a file that only its owner may read.
package struct PrepSecrets: Sendable {
    package let credentials: PrepCredentials
    package let password: Secret?

    /// - Parameters:
    ///   - chosen: a file that the operator names in place of the usual one; then it must be there.
    ///   - field: a password that was typed; it comes before all others.
    ///   - variable: the environment; an empty value counts as none.
    /// - Throws: why the file cannot be used; no value of it is in the text.
    package init(
        _ root: Root, file chosen: String? = nil, field: Secret? = nil, variable: (String) -> String?
    ) throws(ActingError) {
        let (userName, passwordName) = (PrepCredentials.usernameVariable, PrepCredentials.passwordVariable)
        if let chosen, FileSignature(linkAt: chosen) == nil {
            throw .configuration("\(SafeText.visible(chosen)): no such file")
        }
        let path = chosen ?? root.prepCredentials
        let file = try Self.file(path, root)
        let shown = PrepCredentials.Source.file(root.shown(path))
        func value(_ name: String) -> (text: String, source: PrepCredentials.Source)? {
            if let text = variable(name), !text.isEmpty { return (text, .environment(name)) }
            if let text = file?[name], !text.isEmpty { return (text, shown) }
            return nil
        }
        let (user, secret) = (value(userName), value(passwordName))
        password = field ?? secret.map { Secret($0.text) }
        if let password, password.reveal({ $0.utf8.count }) < SecretFilter.shortest {
            throw .notPermitted(
                "the vCenter password has fewer than \(SecretFilter.shortest) bytes, too few to be masked in what the "
                    + "script writes; nothing was run, set a longer one")
        }
        credentials = PrepCredentials(
            username: user?.text, from: user?.source, password: field == nil ? secret?.source : .field)
    }

    private static func file(_ path: String, _ root: Root) throws(ActingError) -> EnvironmentLines? {
        guard let there = FileSignature(linkAt: path) else { return nil }
        let shown = SafeText.visible(root.shown(path))
        let bytes: [UInt8]
        do throws(SafeFileError) {
            bytes = try SafeFile.read(path, limit: 64 * 1024)
        } catch {
            throw .configuration(SafeText.visible(root.shown("\(error)")))
        }
        guard there.mode & 0o077 == 0 else {
            throw .configuration("\(shown) holds a password and others may read it; chmod 600 it")
        }
        guard let lines = EnvironmentLines(bytes) else { throw .configuration("\(shown) is not UTF-8 text") }
        return lines
    }
}
