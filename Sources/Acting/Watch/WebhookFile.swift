import Glibc
import Observing
import Plans
import Runs

/// The watcher's environment file on this controller.
struct WebhookFile {
    let root: Root

    /// - Throws: why nothing can be posted; no value of the file is in it.
    func read() throws(WebhookProblem) -> WebhookSettings {
        guard let file = FileSignature(linkAt: root.environment) else { throw WebhookProblem("there is no such file") }
        let bytes: [UInt8]
        do throws(SafeFileError) {
            bytes = try SafeFile.read(root.environment, limit: 64 * 1024)
        } catch {
            throw WebhookProblem("it cannot be read: \(root.shown("\(error)"))")
        }
        if file.mode & 0o077 != 0 {
            throw WebhookProblem("others may read it (mode \(String(file.mode & 0o777, radix: 8))); chmod 600 it")
        }
        return try WebhookSettings(environment: bytes)
    }
}
