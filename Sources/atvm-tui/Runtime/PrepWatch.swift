import Acting
import Observing
import Plans
import Runs

/// Looks which preps there are, on a thread of its own, and tells what has changed: often while one runs or begins, else
/// when something happens in their folder, or somebody asks.
final class PrepWatch: Sendable {
    /// Between two looks while a prep runs, or has a folder and no record yet.
    private static let pause = Duration.milliseconds(700)
    /// For so many looks what cannot be read may be a prep that begins; after that it is rather damaged, or not ours.
    private static let hopefulLooks = 40
    private static let rarely = Duration.seconds(10)

    private let asked = Mailbox<Bool>()

    /// - Parameter settles: whether it may write down the ends of preps whose keeper is gone.
    init(_ root: Root, settles: Bool, _ tell: @escaping @Sendable (PrepShelf.Sight) -> Void) {
        let asked = asked
        BackgroundThread.start {
            let shelf = PrepShelf(root)
            let bell = FolderBell(root.preps)
            if settles { shelf.settle(by: .current) }
            var told: PrepShelf.Sight?
            var looksAtUnread = 0
            while true {
                // The folder changes when a prep begins, before its record is written; one without a record is watched, too.
                bell.arm(beside: told?.unread.map(root.prepFolder(of:)) ?? [])
                _ = asked.take()
                var seen = shelf.look()
                let ended = told?.preps.filter(\.isRunning).map(\.id) ?? []
                if settles, seen.preps.contains(where: { ended.contains($0.id) && !$0.isRunning }) {
                    shelf.settle(by: .current)
                    seen = shelf.look()
                }
                looksAtUnread = seen.unread == told?.unread ? looksAtUnread + 1 : 0
                if told != seen { tell(seen) }
                told = seen
                bell.wait(atMost: Self.patience(seen, looksAtUnread), or: asked.event)
            }
        }
    }

    /// Has it look again at once.
    func look() { asked.put(true) }

    /// The record of a prep that has ended changes no more.
    private static func patience(_ seen: PrepShelf.Sight, _ looksAtUnread: Int) -> Duration {
        if seen.preps.contains(where: \.isInTheWay) { return pause }
        if seen.unread.isEmpty { return .seconds(60) }
        return looksAtUnread < hopefulLooks ? pause : rarely
    }
}
