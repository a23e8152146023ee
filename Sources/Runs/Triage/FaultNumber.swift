/// Numbers that are the name of a fault, in a message in lower case: an exit code, an HTTP status. They tell failures apart,
/// unlike ids, durations and counts.
enum FaultNumber {
    private typealias Letters = MessageBytes
    private typealias Text = UnsafeBufferPointer<UInt8>

    /// Words behind which a number is one whatever follows.
    private static let tellingWords = words([
        "code", "status", "errno", "rc", "http", "signal", "exitcode", "statuscode",
    ])
    private static let error = Array("error".utf8)

    /// What leads to one that stands alone: `exited with 12 errors` counts.
    private static let exits = leads([
        "exited with ", "exits with ", "exit with ", "exited: ", "exited ", "exit ", "exit: ", "exited (", "exit(",
        "curl: (", "curl (",
    ])
    /// What leads to a status that stands alone or before its own words: `error: 404 not found`.
    private static let answers = leads([
        "error: ", "returned ", "returns ", "responded with ", "responded ", "replied with ", "replied ",
        "answered with ", "answered ", "status of ", "response: ", "response ",
        "http/1.0 ", "http/1.1 ", "http/2 ", "http/2.0 ", "http/3 ",
    ])
    /// How the words of an HTTP status begin.
    private static let reasons = words([
        "bad", "unauthorized", "payment", "forbidden", "not", "method", "proxy", "request", "conflict", "gone", "too",
        "unprocessable", "precondition", "locked", "internal", "service", "gateway", "insufficient",
    ])
    /// What goes on behind a number that stands alone.
    private static let links = words([
        "after", "and", "at", "because", "but", "during", "for", "from", "in", "instead", "on", "when", "while",
    ])

    /// Whether a word is one.
    /// - Parameter last: the word before it; empty for none.
    static func isOne(_ word: Range<Int>, after last: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard word.count <= 5, word.allSatisfy({ Letters.isDigit(text[$0]) }) else { return false }
        let gap = text[last.upperBound..<word.lowerBound]
        guard !last.isEmpty else { return gap.elementsEqual("> ".utf8) }
        // Cypress points at the status of an answer: `> 500: Internal Server Error`.
        if gap.count >= 2, gap.suffix(2).elementsEqual("> ".utf8) { return true }
        let lead = Array(text[last])
        if lead == error, gap.elementsEqual(" ".utf8) { return true }
        if gap.count <= 3, tellingWords.contains(lead) { return true }
        guard let nearest = gap.last, nearest == UInt8(ascii: " ") || nearest == UInt8(ascii: "(") else { return false }
        if follows(exits, word.lowerBound, text) { return standsAlone(word.upperBound, text) }
        guard follows(answers, word.lowerBound, text) else { return false }
        if lead == error, standsAlone(word.upperBound, text) { return true }
        return isStatus(word, text)
            && (standsAlone(word.upperBound, text) || reasons.contains(Array(text[next(word.upperBound, text)])))
    }

    /// 4xx or 5xx
    private static func isStatus(_ word: Range<Int>, _ text: Text) -> Bool {
        word.count == 3 && (text[word.lowerBound] == UInt8(ascii: "4") || text[word.lowerBound] == UInt8(ascii: "5"))
    }

    /// Whether one of these texts stands before a place, as words of their own.
    private static func follows(_ leads: [[UInt8]], _ place: Int, _ text: Text) -> Bool {
        leads.contains { lead in
            let start = place - lead.count
            return start >= 0 && text[start..<place].elementsEqual(lead)
                && (start == 0 || !Letters.isWord(text[start - 1]))
        }
    }

    /// Whether nothing that could be counted stands behind a number.
    private static func standsAlone(_ end: Int, _ text: Text) -> Bool {
        guard end < text.count else { return true }
        switch text[end] {
        case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "/"):
            // Of an address, a time or a part of something there is more.
            return end + 1 == text.count || !Letters.isWord(text[end + 1])
        case UInt8(ascii: " "):
            let word = next(end, text)
            return word.isEmpty || links.contains(Array(text[word]))
        case UInt8(ascii: "%"): return false
        default: return true
        }
    }

    /// The word behind one blank; empty where there is none.
    private static func next(_ end: Int, _ text: Text) -> Range<Int> {
        guard end < text.count, text[end] == UInt8(ascii: " ") else { return end..<end }
        var last = end + 1
        while last < text.count, Letters.isWord(text[last]) { last += 1 }
        return end + 1..<last
    }

    private static func words(_ texts: [String]) -> Set<[UInt8]> { Set(texts.map { Array($0.utf8) }) }
    private static func leads(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }
}
