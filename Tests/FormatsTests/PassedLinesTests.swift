import Testing

@testable import Formats

/// What may be passed over is nothing of the runner's by its first look, and none of its words is.
@Suite struct PassedLinesTests {
    private static let tails = [
        "", " ", "1", ")", "\u{1B}[0m", "unning: a", " passing (1s)", "\u{9C}\u{93} x", "Run Starting)", "- ", "===",
        "─",
    ]

    @Test func plainBytesAreOther() {
        for byte in UInt8.min...UInt8.max where PassedLines.plainBytes[Int(byte)] & 1 != 0 {
            for tail in Self.tails {
                let line = [byte] + Array(tail.utf8) + Array("12345678".utf8)
                let look = LineLook(line.span.bytes, 0..<line.count)
                guard case .other = look.kind else {
                    Issue.record("\(byte) with '\(tail)' is \(look.kind)")
                    continue
                }
            }
        }
    }

    @Test(arguments: ["1", "22", "123456789012"]) func numbersMayBeSteps(_ digits: String) {
        for byte in UInt8.min...UInt8.max where PassedLines.plainBytes[Int(byte)] & 6 == 0 {
            for tail in Self.tails {
                let line = Array(digits.utf8) + [byte] + Array(tail.utf8)
                let look = LineLook(line.span.bytes, 0..<line.count)
                guard case .other = look.kind else {
                    Issue.record("\(digits), \(byte), '\(tail)' is \(look.kind)")
                    continue
                }
            }
        }
    }

    @Test func noWordOfTheRunnersBeginsPlainly() {
        for word in LineLook.Word.allCases {
            let first = UInt8(truncatingIfNeeded: word.rawValue)
            #expect(PassedLines.plainBytes[Int(first)] & 1 == 0, "\(word)")
        }
    }

    @Test func blanksBehindATextAreLeftOut() {
        let line = CleanLine("│ a b  \t │ ü")
        #expect(
            line.trimmedText(3..<10) == " a b" && line.trimmedText(0..<99) == line.text()
                && line.trimmedText(50..<60) == "")
        #expect(line.trimmedText(7..<10) == "")
    }
}
