/// Ids and addresses whose parts are letters as well as digits, in a message in lower case.
enum MessageID {
    /// Where the one that begins here ends: a UUID, a MAC address, a WWN, an IPv6 address, a hexadecimal number.
    static func end(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard MessageBytes.isHex(text[start]) else { return nil }
        return [uuid(text, start), pairs(text, start), number(text, start), ipv6(text, start)].lazy
            .compactMap(\.self).first { $0 == text.count || !MessageBytes.isWord(text[$0]) }
    }

    private static func hexEnd(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var end = start
        while end < text.count, MessageBytes.isHex(text[end]) { end += 1 }
        return end
    }

    private static func uuid(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        var at = start
        for (index, length) in [8, 4, 4, 4, 12].enumerated() {
            if index > 0 {
                guard at < text.count, text[at] == UInt8(ascii: "-") else { return nil }
                at += 1
            }
            guard hexEnd(text, at) == at + length else { return nil }
            at += length
        }
        return at
    }

    /// Six pairs or more, as of MAC addresses and WWNs; a time has three.
    private static func pairs(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        var (at, count) = (start, 0)
        while hexEnd(text, at) == at + 2 {
            at += 2
            count += 1
            guard at < text.count, text[at] == UInt8(ascii: ":") || text[at] == UInt8(ascii: "-") else { break }
            at += 1
        }
        // What follows the last pair is not of it.
        let end = at > start && !MessageBytes.isHex(text[at - 1]) ? at - 1 : at
        return count >= 6 ? end : nil
    }

    /// `0x7f3a`
    private static func number(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        guard start + 2 < text.count, text[start] == UInt8(ascii: "0"), text[start + 1] == UInt8(ascii: "x") else {
            return nil
        }
        let end = hexEnd(text, start + 2)
        return end > start + 2 ? end : nil
    }

    /// Eight groups, or fewer around a `::`, with a digit in them: `dead::beef` may be a name of some program.
    private static func ipv6(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        var (at, groups, isShort) = (start, 0, false)
        while true {
            let end = hexEnd(text, at)
            guard end - at <= 4 else { return nil }
            if end > at { groups += 1 }
            at = end
            guard at < text.count, text[at] == UInt8(ascii: ":") else { break }
            let isDouble = at + 1 < text.count && text[at + 1] == UInt8(ascii: ":")
            // A colon that nothing follows belongs to the sentence.
            guard isDouble || at + 1 < text.count && MessageBytes.isHex(text[at + 1]) else { break }
            if isDouble, isShort { return nil }
            isShort = isShort || isDouble
            at += isDouble ? 2 : 1
        }
        let isWhole = isShort ? groups < 8 : groups == 8
        return isWhole && text[start..<at].contains(where: MessageBytes.isDigit) ? at : nil
    }
}
