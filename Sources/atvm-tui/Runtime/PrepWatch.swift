import Acting
import Observing
import Plans
import Runs

/// Looks which preps there are, on a thread of its own, and tells what has changed: often while one runs, else only when
/// one begins.
enum PrepWatch {
    private static let pause = Duration.milliseconds(700)

    /// - Parameter settles: whether it may write down the ends of preps whose keeper is gone.
    static func start(_ root: Root, settles: Bool, _ tell: @escaping @Sendable ([PrepSummary], [String]) -> Void) {
        BackgroundThread.start {
            let shelf = PrepShelf(root)
            let bell = FolderBell(root.preps)
            if settles { shelf.settle(by: .current) }
            var told: (preps: [PrepSummary], problems: [String])?
            while true {
                bell.arm()
                var seen = shelf.look()
                let ended = told?.preps.filter(\.isRunning).map(\.id) ?? []
                if settles, seen.preps.contains(where: { ended.contains($0.id) && !$0.isRunning }) {
                    shelf.settle(by: .current)
                    seen = shelf.look()
                }
                if told?.preps != seen.preps || told?.problems != seen.problems { tell(seen.preps, seen.problems) }
                told = seen
                // The folder changes when a prep begins; the record of one that has ended changes no more.
                bell.wait(atMost: seen.preps.contains(where: \.isInTheWay) ? pause : .seconds(60))
            }
        }
    }
}
