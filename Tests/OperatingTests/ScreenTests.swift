import Plans
import Runs
import Screen
import TestKit
import Testing
import Viewing

@testable import Operating

/// Every dialog at the sizes that matter, compared with pictures.
@Suite struct OperatorPictures {
    static let sizes = [Size(columns: 60, rows: 15), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)]

    @Test(arguments: sizes)
    func dialogs(_ size: Size) throws {
        let name = try BuildName(Lab.running)
        var cancel = try Lab.console(size.columns, size.rows)
        cancel.press("c")
        let processes = BuildProcesses(
            runner: .process(4711, below: 17), watcher: .process(4705, below: 0),
            startedBy: "started by aw from 192.168.3.7 at 2026-11-20 12:03:22 PST")
        _ = cancel.update(.answer(.processes(name, processes)))
        expectGolden(cancel.lines, "cancel-\(size.columns)x\(size.rows)")

        var ended = cancel
        var snapshot = try Lab.snapshot()
        (snapshot.builds[0].state, snapshot.builds[0].endedAt) = (.completed, Lab.before(1))
        _ = ended.update(.view(.snapshot(snapshot)))
        expectGolden(ended.lines, "cancel-ended-\(size.columns)x\(size.rows)")

        var settle = try Lab.console(size.columns, size.rows)
        settle.press("j d")
        _ = settle.update(.answer(.posts(snapshot.builds[1].name, try Lab.posts("reboot-sles15sp7-fc"))))
        expectGolden(settle.lines, "settle-\(size.columns)x\(size.rows)")
        settle.press("Tab")
        expectGolden(settle.lines, "settle-again-\(size.columns)x\(size.rows)")

        var audit = try Lab.console(size.columns, size.rows)
        audit.press("A")
        _ = audit.update(.answer(.audit(Lab.trail())))
        expectGolden(audit.lines, "audit-\(size.columns)x\(size.rows)")

        var leave = try Lab.console(size.columns, size.rows)
        leave.press("c y q")
        expectGolden(leave.lines, "leave-\(size.columns)x\(size.rows)")

        expectGolden(try Lab.console(size.columns, size.rows).lines, "builds-\(size.columns)x\(size.rows)")
        var help = try Lab.console(size.columns, size.rows)
        help.press("?")
        expectGolden(help.lines, "help-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: ["", "c", "j d", "A", "c y q", "?"])
    func anySizeIsDrawn(_ keys: String) throws {
        for columns in [0, 1, 20, 59, 60, 61, 80, 101, 200] {
            for rows in [0, 1, 14, 15, 16, 24, 60] {
                var console = try Lab.console(columns, rows)
                console.press(keys)
                _ = console.update(.answer(.audit(Lab.trail())))
                let size = Size(columns: columns, rows: rows)
                #expect(console.view(in: size).size == size)
            }
        }
    }

    @Test(arguments: ["c", "j d", "A"])
    func asciiAlone(_ keys: String) throws {
        var console = try Lab.console(120, 40, glyphs: .ascii)
        console.press(keys)
        _ = console.update(.answer(.audit(Lab.trail())))
        let frame = console.view(in: Size(columns: 120, rows: 40)).inASCII
        #expect(frame.plainText.joined().utf8.allSatisfy { $0 < 0x80 })
    }
}
