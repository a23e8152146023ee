import Plans
import Runs
import Screen
import TestKit
import Testing
import Viewing

@testable import Operating

/// Form and progress at the sizes that matter, compared with pictures.
@Suite struct LaunchPictures {
    static let sizes = [
        Size(columns: 60, rows: 15), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40),
        Size(columns: 200, rows: 60),
    ]

    static let ways = [
        ("launch-empty", "S"), ("launch-filled", LaunchLab.fill), ("launch-hosts", "S Tab 'w2'"),
        ("launch-tried", "S Ctrl-G"), ("launch-preview", LaunchLab.fill + " Ctrl-T"),
        ("launch-leave", LaunchLab.fill + " Esc"), ("launch-confirm", LaunchLab.fill + " Ctrl-G"),
        ("launch-progress", LaunchLab.fill + " Ctrl-G y"),
    ]

    @Test(arguments: sizes, ways)
    func screens(_ size: Size, _ way: (name: String, keys: String)) throws {
        var lab = try LaunchLab(size.columns, size.rows)
        lab.press(way.keys)
        expectGolden(lab.lines, "\(way.name)-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: sizes)
    func again(_ size: Size) throws {
        var lab = try LaunchLab(size.columns, size.rows)
        lab.press("j R")
        lab.tell(.answer(.request(try BuildName(LaunchLab.failed), LaunchLab.request())))
        lab.press("Tab Tab Space")
        expectGolden(lab.lines, "relaunch-\(size.columns)x\(size.rows)")
    }

    @Test func asciiAlone() throws {
        for (name, keys) in Self.ways {
            var lab = try LaunchLab(80, 24, glyphs: .ascii)
            lab.press(keys)
            let text = lab.console.view(in: lab.size).inASCII.plainText.joined()
            #expect(text.utf8.allSatisfy { $0 < 0x80 }, "\(name)")
        }
    }
}
