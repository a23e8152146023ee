import Runs

/// Decides when the output of a script is a question that waits for an operator, and what may answer it.
///
/// Pure: times are milliseconds of any steady clock, and what the script does is told by whoever can look.
package struct QuestionWatch: Equatable, Sendable {
    /// What the script does, as far as the system tells.
    package enum Doing: Equatable, Sendable {
        /// It waits for input from its terminal.
        case reading
        /// It waits for one of several things, of which its terminal may be one.
        case polling
        /// It works, sleeps, or waits for something else.
        case busy
        case unknown
    }

    /// The longest answer, in bytes: what a terminal takes as one line.
    package static let answerLimit = 1000
    private static let lineLimit = 4096
    private static let firstLook: Int64 = 200
    private static let lastPause: Int64 = 2000

    package private(set) var open: PrepQuestion?
    /// Questions asked so far.
    package private(set) var count = 0
    /// What was written behind the last line feed.
    private var line: [UInt8] = []
    private var offset = 0
    private var quietSince: Int64 = 0
    /// When to look at the script next; `nil` while its question is open.
    package private(set) var nextLook: Int64?

    package init(at now: Int64) { (quietSince, nextLook) = (now, now + Self.firstLook) }

    /// The script has written something: an open question is open no more, because something else came after it.
    /// - Parameter end: where the output ends now, in bytes.
    package mutating func take(_ bytes: [UInt8], endingAt end: Int, at now: Int64) {
        guard !bytes.isEmpty else { return }
        if let feed = bytes.lastIndex(of: UInt8(ascii: "\n")) {
            line = Array(bytes[(feed + 1)...].suffix(Self.lineLimit))
        } else {
            line = Array((line + bytes.suffix(Self.lineLimit)).suffix(Self.lineLimit))
        }
        (offset, quietSince, open) = (end, now, nil)
        nextLook = now + Self.firstLook
    }

    /// Looks whether the script asks.
    /// - Parameter hidden: whether its terminal does not show what is typed.
    /// - Returns: the question, when it has just become open.
    package mutating func look(_ doing: Doing, hidden: Bool, at now: Int64) -> PrepQuestion? {
        guard open == nil else { return nil }
        let quiet = now - quietSince
        let text = lineText
        let asks: Bool =
            switch doing {
            // Without a text it may only be between two lines of input; that takes no second.
            case .reading: text.isEmpty ? quiet >= 1500 : quiet >= Self.firstLook
            case .polling, .unknown: Self.looksLikePrompt(text) && quiet >= 800
            case .busy: false
            }
        guard asks else {
            // Ever more seldom: a clone may take an hour.
            nextLook = now + min(Self.lastPause, max(Self.firstLook, quiet / 4))
            return nil
        }
        count += 1
        let question = PrepQuestion(count, text, at: offset, isHidden: hidden)
        (open, nextLook) = (question, nil)
        return question
    }

    /// Why an answer is not passed on; `nil` for a good one. Nothing changes.
    package func objection(to answer: [UInt8], of number: Int) -> String? {
        guard let open else { return "no question is open; the answer was not passed on" }
        guard open.number == number else {
            return "question \(number) is no longer open, question \(open.number) is; the answer was not passed on"
        }
        guard answer.count <= Self.answerLimit else {
            return "the answer has \(answer.count) bytes; at most \(Self.answerLimit) are passed on"
        }
        guard answer.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            return "the answer holds a control character and was not passed on"
        }
        return nil
    }

    /// The open question has its answer.
    package mutating func close(at now: Int64) {
        (open, line, quietSince) = (nil, [], now)
        nextLook = now + Self.firstLook
    }

    /// The last line, safe to show: of a line that was drawn over itself, its last state.
    private var lineText: String {
        let last = line.split(separator: UInt8(ascii: "\r")).last ?? []
        return String(SafeText.visible(String(decoding: last, as: UTF8.self)).trimmingBlanks().suffix(400))
    }

    /// `… [y/n]`, `Name:`, `Sure?`, `(yes/no)`, `>`.
    package static func looksLikePrompt(_ text: String) -> Bool {
        guard let last = text.last else { return false }
        return [":", "?", "]", ")", ">"].contains(last)
    }
}
