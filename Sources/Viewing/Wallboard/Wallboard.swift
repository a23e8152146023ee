package import Runs
package import Screen

/// The board on the wall: what runs, and what needs a person, to be read from across the room. It takes no key but
/// those that end it, and it cannot name an action.
package struct Wallboard: Program, Ticking, Sendable {
    private(set) var context: ViewContext
    private var size: Size
    private var rotation: Rotation
    /// What the program had to say last, such as why a theme cannot be used.
    private var notice: MessageLine?

    /// - Parameters:
    ///   - rotate: how long a page stands.
    ///   - builds: the builds to show; empty for those that run and the latest.
    package init(context: ViewContext, size: Size, rotate: Duration = .seconds(15), builds: [BuildName] = []) {
        (self.context, self.size) = (context, size)
        rotation = Rotation(every: rotate, chosen: builds, from: context.now)
        rotation.take(context.snapshot)
    }

    package var tickInterval: TickInterval { ticksEverySecond ? .second : .minute }

    /// Whether something on the board changes with every second.
    package var ticksEverySecond: Bool {
        rotation.pages(of: perPage) > 1
            || rotation.order.contains { context.snapshot.build($0)?.state == .running }
    }

    private var perPage: Int { WallboardGrid(size: size, builds: rotation.order.count).count }

    package mutating func update(_ message: ViewMessage) -> [ViewEffect] {
        switch message {
        case .input(.key(let key)): return Self.effects(of: key)
        case .resized(let size): self.size = size
        case .tick(let now, let lookedAt, let isStale):
            (context.now, context.lookedAt, context.isStale) = (now, lookedAt, isStale)
            rotation.turn(at: now, perPage: perPage)
        case .snapshot(let snapshot):
            context.snapshot = snapshot
            if snapshot.takenAt > context.now { context.now = snapshot.takenAt }
            context.lookedAt = max(context.lookedAt, snapshot.takenAt)
            rotation.take(snapshot)
        case .preps(let sign): context.preps = sign
        case .message(let line): notice = line
        case .input(.paste), .input(.mouse), .log, .logIndex, .logTally, .theme: break
        }
        return []
    }

    private static func effects(of key: Key) -> [ViewEffect] {
        switch key {
        case .character("q"), .character("Q"), .escape, .control("c"): [.quit]
        case .control("l"): [.redraw]
        default: []
        }
    }

    /// What was asked for and is not there, or not any more.
    private var missing: [BuildName] {
        context.snapshot.isComplete ? rotation.chosen.filter { context.snapshot.build($0) == nil } : []
    }

    package func view(in size: Size) -> Frame {
        let canvas = Canvas(size: size)
        guard size.columns >= ScreenFrame.smallest.columns, size.rows >= ScreenFrame.smallest.rows else {
            ScreenFrame.drawTooSmall(on: canvas)
            return canvas.frame
        }
        let grid = WallboardGrid(size: size, builds: rotation.order.count)
        let page = WallboardPage(
            builds: rotation.shown(grid.count).compactMap(context.snapshot.build),
            number: rotation.page(of: grid.count), count: rotation.pages(of: grid.count), ticks: ticksEverySecond,
            chosen: rotation.chosen, missing: missing, notice: notice)
        page.draw(context, on: grid.window(of: canvas, turns: rotation.turns), grid: grid)
        return canvas.frame
    }
}
