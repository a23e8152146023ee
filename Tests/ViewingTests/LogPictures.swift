import Runs
import Screen
import TestKit
import Testing

@testable import Viewing

/// What the log view can show beside plain text, at the sizes that matter.
@Suite struct LogPictures {
    /// A log of a run with colours, failures, long lines and characters that are two columns wide.
    static func lines(_ count: Int = 400) -> FakeLog {
        var log = FakeLog([])
        for number in 1...count {
            switch number % 8 {
            case 1: log.append("  ATVM w2k25 round \(number)")
            case 2: log.append("    ✓ \(number). Verifying set up (7000ms)")
            case 3:
                log.append(
                    "    cy:command  get  error of the agent: " + String(repeating: "retry after 600000ms ", count: 9))
            case 4: log.append("    1) \(number). Uninstall CMC if still exists")
            case 5: log.append("      日本語 の ホスト名 " + String(repeating: "幅広い文字 ", count: 12))
            case 6: log.append("    warning: \(number) sessions are not synchronized")
            case 7: log.append("      at Context.step (webpack:///./cypress/support/commands.ts:\(number):7)")
            default: log.append("")
            }
            let last = log.lines.count - 1
            let length = log.lines[last].text.utf8.count
            switch number % 8 {
            case 2:
                log.lines[last].tints = [
                    LogSpan(4..<7, LogTint(.green)), LogSpan(8..<length, LogTint(.gray)),
                ]
            case 3: log.lines[last].tints = [LogSpan(4..<14, LogTint(.magenta, isBold: true))]
            case 6: log.lines[last].tints = [LogSpan(4..<12, LogTint(.yellow))]
            case 7: log.lines[last].tints = [LogSpan(0..<length, LogTint(.cyan))]
            default: break
            }
        }
        return log
    }

    private func reader(_ size: Size, _ log: FakeLog = lines(), glyphs: GlyphSet = .unicode) throws -> LogReader {
        var reader = try LogReader(log, size.columns, size.rows, glyphs: glyphs)
        reader.press("g")
        return reader
    }

    private func expect(_ reader: LogReader, _ name: String) {
        let size = reader.browser.size
        let frame = reader.browser.view(in: size)
        let isASCII = reader.browser.context.glyphs.isASCII
        expectGolden(
            isASCII ? frame.inASCII.plainText : frame.plainText,
            "\(name)\(isASCII ? "-ascii" : "")-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: ScreenPictures.sizes, [GlyphSet.unicode, .ascii])
    func wrapped(_ size: Size, _ glyphs: GlyphSet) throws {
        var reader = try reader(size, glyphs: glyphs)
        reader.press("w # j j m j j")
        expect(reader, "log-wrapped")
    }

    @Test(arguments: ScreenPictures.sizes)
    func search(_ size: Size) throws {
        var reader = try reader(size)
        reader.press("/")
        reader.type("error")
        reader.press("Enter n n")
        expect(reader, "log-search")
        reader.press("/")
        reader.type("nowhere")
        expect(reader, "log-search-typed")
    }

    @Test(arguments: ScreenPictures.sizes, [GlyphSet.unicode, .ascii])
    func filters(_ size: Size, _ glyphs: GlyphSet) throws {
        var reader = try reader(size, glyphs: glyphs)
        reader.press("&")
        reader.type("round")
        expect(reader, "log-filter-line")
        reader.press("Enter & a")
        reader.type("!round 9")
        reader.press("Enter a Tab Tab Ctrl-R")
        reader.type("w2k25")
        reader.press("Enter a Tab Tab")
        reader.type("round 3")
        reader.press("Enter k Space")
        expect(reader, "log-filters")
        reader.press("q #")
        expect(reader, "log-filtered")
    }

    @Test(arguments: ScreenPictures.sizes)
    func nothingPasses(_ size: Size) throws {
        var reader = try reader(size)
        reader.press("&")
        reader.type("does not stand there")
        reader.press("Enter")
        expect(reader, "log-filtered-away")
    }

    @Test(arguments: ScreenPictures.sizes, [GlyphSet.unicode, .ascii])
    func cut(_ size: Size, _ glyphs: GlyphSet) throws {
        var reader = try reader(size, glyphs: glyphs)
        reader.press("j")
        reader.log = Self.lines(80)
        var report = reader.log.report(try #require(reader.lastIndex))
        report.restarts = 1
        reader.take(reader.browser.update(.logIndex(report)))
        expect(reader, "log-cut")
    }

    @Test(arguments: ScreenPictures.sizes, [GlyphSet.unicode, .ascii])
    func elided(_ size: Size, _ glyphs: GlyphSet) throws {
        var log = FakeLog(["before", String(repeating: "{\"key\":\"value\"},", count: 200), "behind"])
        log.lines[1].elided = 104_857_600
        var reader = try reader(size, log, glyphs: glyphs)
        expect(reader, "log-elided")
        reader.log = FakeLog((0..<100).map { "piece \($0) " + String(repeating: "x", count: 90) })
        reader.press("Enter")
        expect(reader, "log-opened-line")
    }
}
