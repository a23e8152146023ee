import Acting
import CPosix
import Glibc
import Observing
import Plans
import Runs

/// Looks from time to time which preps there are, on a thread of its own, and tells what has changed.
enum PrepWatch {
    private static let pause: Int32 = 700

    /// - Parameter settles: whether it may write down the ends of preps whose keeper is gone.
    static func start(_ root: Root, settles: Bool, _ tell: @escaping @Sendable ([PrepSummary], [String]) -> Void) {
        BackgroundThread.start {
            let shelf = PrepShelf(root)
            if settles { shelf.settle(by: .current) }
            var told: (preps: [PrepSummary], problems: [String])?
            var folder: FileSignature?
            while true {
                let now = FileSignature(linkAt: root.preps)
                let isQuiet = told.map { known in !known.preps.contains(where: \.isInTheWay) } ?? false
                // The folder changes when a prep begins; the record of one that has ended changes no more.
                if !isQuiet || now != folder {
                    folder = now
                    var seen = shelf.look()
                    let ended = told?.preps.filter(\.isRunning).map(\.id) ?? []
                    if settles, seen.preps.contains(where: { ended.contains($0.id) && !$0.isRunning }) {
                        shelf.settle(by: .current)
                        seen = shelf.look()
                    }
                    if told?.preps != seen.preps || told?.problems != seen.problems { tell(seen.preps, seen.problems) }
                    told = seen
                }
                var nothing: [UInt8] = []
                _ = cp_wait([], &nothing, 0, pause)
            }
        }
    }
}
