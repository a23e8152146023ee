import Runs

/// What all followers of one observatory share. Confined to the engine's thread.
final class FollowContext {
    let settings: ObservatorySettings
    let turn: KeyTurn
    let reports: ReportStore
    let usual = UsualTimesStore()
    let runners: RunnerReader
    let inventory: InventoryStore
    private(set) lazy var triage = Triage(settings.triage())
    let buffer: UnsafeMutableRawBufferPointer

    var root: Root { settings.root }

    init(_ settings: ObservatorySettings, _ turn: KeyTurn = KeyTurn()) {
        (self.settings, self.turn) = (settings, turn)
        reports = ReportStore(root: settings.root)
        runners = RunnerReader(root: settings.root)
        inventory = InventoryStore(root: settings.root)
        // One buffer for all logs; 256 KiB measured best for pread.
        buffer = .allocate(byteCount: 256 * 1024, alignment: 16)
    }

    deinit { buffer.deallocate() }
}
