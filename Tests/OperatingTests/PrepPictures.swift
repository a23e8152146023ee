import Plans
import Runs
import Screen
import TestKit
import Testing
import Viewing

@testable import Operating

/// Everything of preps at the sizes that matter, compared with pictures.
@Suite struct PrepPictures {
    static let sizes = [Size(columns: 60, rows: 15), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)]
    static let output = """
        2026-11-20 14:00:01 - INFO - Client id of CDS1-ESX165 is 17, volume id is 4711\r
        2026-11-20 14:00:02 - INFO - Currently assigned volume: AutomatedTest-VMBootImg-Gold-clone-3\r

        """

    @Test(arguments: sizes)
    func form(_ size: Size) throws {
        var lab = try PrepLab(size.columns, size.rows)
        lab.press("P")
        lab.tell(.ground(PrepLab.ground()))
        expectGolden(lab.lines, "prep-empty-\(size.columns)x\(size.rows)")
        lab.press("Ctrl-G")
        expectGolden(lab.lines, "prep-tried-\(size.columns)x\(size.rows)")
        lab.press("Esc")
        lab.fill()
        lab.press("'latest' Tab Tab Tab Tab Tab 'secret'")
        expectGolden(lab.lines, "prep-filled-\(size.columns)x\(size.rows)")
        lab.press("Ctrl-T")
        expectGolden(lab.lines, "prep-preview-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: sizes)
    func approval(_ size: Size) throws {
        var lab = try PrepLab(size.columns, size.rows)
        lab.fill()
        lab.press("Ctrl-G 'AutomatedTest'")
        expectGolden(lab.lines, "prep-approve-\(size.columns)x\(size.rows)")
        lab.press("Enter")
        expectGolden(lab.lines, "prep-refused-\(size.columns)x\(size.rows)")
        var register = try PrepLab(size.columns, size.rows)
        register.fill("register")
        register.press("Ctrl-G")
        expectGolden(register.lines, "prep-register-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: sizes)
    func views(_ size: Size) throws {
        var running = try PrepLab(size.columns, size.rows)
        try running.follow(Self.output)
        expectGolden(running.lines, "prep-runs-\(size.columns)x\(size.rows)")
        running.press("Ctrl-C")
        expectGolden(running.lines, "prep-interrupt-\(size.columns)x\(size.rows)")
        var asking = try PrepLab(size.columns, size.rows)
        try asking.follow(Self.output + PrepLab.question.text + " ", PrepLab.question)
        asking.press("'y'")
        expectGolden(asking.lines, "prep-asks-\(size.columns)x\(size.rows)")
        asking.press("Esc")
        expectGolden(asking.lines, "prep-asks-elsewhere-\(size.columns)x\(size.rows)")
        var over = try PrepLab(size.columns, size.rows)
        try over.follow(Self.output + "Power off VM w2k25\r\n", outcome: .exited(3))
        expectGolden(over.lines, "prep-over-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: sizes)
    func history(_ size: Size) throws {
        var lab = try PrepLab(size.columns, size.rows)
        lab.press("H")
        expectGolden(lab.lines, "preps-none-\(size.columns)x\(size.rows)")
        lab.press("q")
        let preps = [
            try PrepLab.prep(.running, salt: 3), try PrepLab.prep(.ended(.exited(0), Lab.now), salt: 2),
            try PrepLab.prep(.ended(.interrupted, Lab.now), salt: 1),
        ]
        lab.tell(.shelf(preps, problems: []))
        lab.press("H j j")
        expectGolden(lab.lines, "preps-\(size.columns)x\(size.rows)")
    }

    @Test func anySizeIsDrawn() throws {
        for columns in [0, 1, 20, 59, 60, 61, 99, 100, 200] {
            for rows in [0, 1, 3, 14, 15, 16, 24, 60] {
                var lab = try PrepLab(columns, rows, glyphs: .ascii)
                lab.fill()
                #expect(lab.lines.count == rows)
                lab.press("Ctrl-G")
                #expect(lab.lines.count == rows)
                var view = try PrepLab(columns, rows, glyphs: .ascii)
                try view.follow(Self.output, PrepLab.question)
                view.press("Ctrl-C")
                let text = view.console.view(in: view.size).inASCII.plainText.joined()
                #expect(text.utf8.allSatisfy { $0 < 0x80 })
            }
        }
    }
}
