import Acting
import Formats
import Glibc
import Observing
import Runs
import Screen
import Simulation
import Synchronization
import Viewing

/// The Mattermost of a demo: takes the posts of its watchers and keeps them as files.
final class DemoMattermost {
    private let listener: PostListener
    private let root: Root

    /// Opens the webhook and writes the watchers' environment file.
    init(root: Root, tell: @escaping @Sendable (ViewMessage) -> Void) throws {
        self.root = root
        let posts = DemoPosts(folder: root.path("/mattermost"), tell: tell)
        listener = try PostListener { posts.take($0) }
        let text = "MATTERMOST_ATVM_WEBHOOK=\(listener.address)\nMATTERMOST_ATVM_CHANNEL=atvm-demo\n"
        try AtomicFile.write(text, to: root.environment, mode: 0o600)
    }

    /// Takes no more posts. The environment file goes too: by and by another program may get the port.
    func close() {
        listener.stop()
        unlink(root.environment)
    }
}

/// Keeps the posts that a demo's Mattermost has taken, numbered in their order.
private final class DemoPosts: Sendable {
    private let folder: String
    private let tell: @Sendable (ViewMessage) -> Void
    private let count = Mutex(0)
    /// A demo that is left running must not fill the disk.
    private static let limit = 2000

    init(folder: String, tell: @escaping @Sendable (ViewMessage) -> Void) { (self.folder, self.tell) = (folder, tell) }

    func take(_ body: [UInt8]) -> PostListener.Verdict {
        guard let json = try? JSONValue(json: body, limits: JSONLimits(bytes: 256 * 1024, depth: 8)),
            let text = json["text"]?.string, !text.isEmpty
        else { return .malformed }
        let number = count.withLock { count in
            count += 1
            return count
        }
        guard number <= Self.limit else { return .lost }
        let digits = String(number)
        let name = String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ".md"
        do throws(ActingError) {
            try AtomicFile.makeFolder(folder)
            try AtomicFile.write(text.hasSuffix("\n") ? text : text + "\n", to: "\(folder)/\(name)", mode: 0o644)
        } catch {
            return .lost
        }
        tell(
            .message(
                MessageLine(.done, "Mattermost received the status of \(Self.build(in: text)): \(folder)/\(name)")))
        return .kept
    }

    /// The build that a report is of: its second heading.
    private static func build(in text: String) -> String {
        let line = text.split(separator: "\n").first { $0.hasPrefix("### ") }
        return SafeText.visible(String((line?.dropFirst(4) ?? "a build").prefix(200)))
    }
}
