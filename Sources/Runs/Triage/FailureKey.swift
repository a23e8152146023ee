/// What failures of one kind have in common.
package enum FailureKey {
    static func key(step: String, message: String, host: String) -> String {
        StepTitle.key(of: step) + "\n" + normal(message, host: host)
    }

    /// A message without what differs from host to host: the host's name, numbers, times, addresses, ids. Numbers that say
    /// what has failed stay: `status code 404` is not `status code 503`.
    package static func normal(_ message: String, host: String) -> String {
        // Byte by byte: thousands of failures are read at once.
        var text = Array(message.lowercased().utf8)
        return text.withUnsafeMutableBufferPointer { buffer in
            var normal = NormalMessage(UnsafeBufferPointer(buffer), host: Array(host.lowercased().utf8))
            return normal.made()
        }
    }
}

/// Goes through a message once and writes down what it shares with others.
private struct NormalMessage {
    private typealias Letters = MessageBytes

    private let text: UnsafeBufferPointer<UInt8>
    private let host: [UInt8]
    private var out: [UInt8] = []
    /// The last word that was written, as it stands in the message.
    private var lastWord = 0..<0

    init(_ text: UnsafeBufferPointer<UInt8>, host: [UInt8]) {
        (self.text, self.host) = (text, host)
        out.reserveCapacity(text.count + 8)
    }

    mutating func made() -> String {
        var at = 0
        while at < text.count {
            if let end = afterHost(at) {
                out += Self.placeholder
                lastWord = at..<end
                at = end
            } else if Letters.isWord(text[at]) {
                at = word(from: at)
            } else {
                out.append(text[at])
                at += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static let placeholder = Array("<host>".utf8)
    private static let number = UInt8(ascii: "#")

    private func afterHost(_ start: Int) -> Int? {
        guard host.count > 1, start + host.count <= text.count, text[start] == host[0] else { return nil }
        for index in 1..<host.count where text[start + index] != host[index] { return nil }
        return start + host.count
    }

    /// Writes the word that begins here, or the address or id.
    /// - Returns: where it ends.
    private mutating func word(from start: Int) -> Int {
        if let end = MessageID.end(in: text, from: start) {
            appendNumber()
            lastWord = start..<end
            return end
        }
        var end = start
        while end < text.count, Letters.isWord(text[end]), end == start || afterHost(end) == nil { end += 1 }
        let word = start..<end
        if isPartOfDate(word) {
            appendNumber()
        } else if !word.contains(where: { Letters.isDigit(text[$0]) })
            || FaultNumber.isOne(word, after: lastWord, in: text)
        {
            out += text[word]
        } else if word.count >= 8, word.allSatisfy({ Letters.isHex(text[$0]) }) {
            appendNumber()
        } else {
            appendParts(of: word)
        }
        lastWord = word
        return end
    }

    /// A word of which every run of digits is one number: `30000ms` is `#ms`.
    private mutating func appendParts(of word: Range<Int>) {
        for index in word {
            if !Letters.isDigit(text[index]) {
                out.append(text[index])
            } else if index == word.lowerBound {
                appendNumber()
            } else if !Letters.isDigit(text[index - 1]) {
                out.append(Self.number)
            }
        }
        joinDuration()
    }

    /// Addresses, times and ids of several parts are one `#`.
    private mutating func appendNumber() {
        if out.count >= 2, out[out.count - 2] == Self.number, Letters.isJoint(out[out.count - 1]) {
            out.removeLast()
        } else {
            out.append(Self.number)
        }
    }

    /// `5m 09s` takes as long to say as `9s`.
    private mutating func joinDuration() {
        for (longer, shorter) in [("#h #m", "#m"), ("#h #s", "#s"), ("#m #s", "#s")]
        where out.suffix(longer.utf8.count).elementsEqual(longer.utf8) {
            out.removeLast(longer.utf8.count)
            out += shorter.utf8
        }
    }

    private static let months = Set(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].map { Array($0.utf8) })
    private static let days = Set(["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map { Array($0.utf8) })

    /// `Fri Nov 20`, `Fri, 20 Nov`: the names beside the numbers of a date.
    private func isPartOfDate(_ word: Range<Int>) -> Bool {
        guard word.count == 3 else { return false }
        let name = Array(text[word])
        if Self.months.contains(name) {
            return isNumber(after: word.upperBound)
                || !lastWord.isEmpty && Letters.isDigit(text[lastWord.upperBound - 1])
        }
        guard Self.days.contains(name) else { return false }
        let next = firstWordByte(after: word.upperBound)
        return isNumber(after: word.upperBound)
            || next.map { $0 + 3 <= text.count && Self.months.contains(Array(text[$0..<$0 + 3])) } == true
    }

    private func isNumber(after end: Int) -> Bool {
        firstWordByte(after: end).map { Letters.isDigit(text[$0]) } ?? false
    }

    /// Behind a blank, or a comma and a blank.
    private func firstWordByte(after end: Int) -> Int? {
        var at = end
        if at < text.count, text[at] == UInt8(ascii: ",") { at += 1 }
        while at < text.count, text[at] == UInt8(ascii: " "), at < end + 3 { at += 1 }
        return at > end && at < text.count ? at : nil
    }
}

/// What the bytes of a message, in lower case, can be part of.
enum MessageBytes {
    static func isWord(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || isDigit(byte) || byte >= 0x80 }
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    static func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x66).contains(byte) }
    /// `.`, `:`, `-` or `/`: what stands between the parts of addresses and times.
    static func isJoint(_ byte: UInt8) -> Bool { byte == 0x2E || byte == 0x3A || byte == 0x2D || byte == 0x2F }
}
