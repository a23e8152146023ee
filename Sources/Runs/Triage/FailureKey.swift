/// What failures of one kind have in common.
package enum FailureKey {
    static func key(step: String, message: String, host: String) -> String {
        StepTitle.key(of: step) + "\n" + normal(message, host: host)
    }

    /// A message without what differs from host to host: the host's name, numbers, times, addresses, ids.
    package static func normal(_ message: String, host: String) -> String {
        // Byte by byte: thousands of failures are read at once.
        let text = Array(message.lowercased().utf8)
        let name = Array(host.lowercased().utf8)
        var out: [UInt8] = []
        out.reserveCapacity(text.count + 8)
        var wordStart = 0
        var at = 0
        while at < text.count {
            if name.count > 1, text[at] == name[0], holds(text, name, at: at) {
                endWord(&out, from: wordStart)
                out += placeholder
                at += name.count
                wordStart = out.count
                continue
            }
            let byte = text[at]
            if !isWord(byte) {
                endWord(&out, from: wordStart)
                out.append(byte)
                wordStart = out.count
            } else {
                out.append(byte)
            }
            at += 1
        }
        endWord(&out, from: wordStart)
        return collapsed(out)
    }

    private static let placeholder = Array("<host>".utf8)

    private static func holds(_ text: [UInt8], _ name: [UInt8], at start: Int) -> Bool {
        guard start + name.count <= text.count else { return false }
        var length = 1
        while length < name.count, text[start + length] == name[length] { length += 1 }
        return length == name.count
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || isDigit(byte) || byte >= 0x80
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// Digits of the word at the end become `#`; what can only be an id becomes one too.
    private static func endWord(_ out: inout [UInt8], from start: Int) {
        var hasDigit = false
        var isID = out.count - start >= 8
        for index in start..<max(start, out.count) {
            if isDigit(out[index]) { hasDigit = true } else if !(0x61...0x66).contains(out[index]) { isID = false }
        }
        guard hasDigit else { return }
        if isID {
            out.removeLast(out.count - start)
            out.append(0x23)
            return
        }
        var end = start
        for index in start..<out.count {
            if !isDigit(out[index]) {
                out[end] = out[index]
                end += 1
            } else if end == start || out[end - 1] != 0x23 {
                out[end] = 0x23
                end += 1
            }
        }
        out.removeLast(out.count - end)
    }

    /// Addresses, times and ids of several parts are one `#`.
    private static func collapsed(_ text: [UInt8]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        for byte in text {
            let count = out.count
            if byte == 0x23, count >= 2, out[count - 2] == 0x23, isJoint(out[count - 1]) {
                out.removeLast()
                continue
            }
            out.append(byte)
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func isJoint(_ byte: UInt8) -> Bool { byte == 0x2E || byte == 0x3A || byte == 0x2D || byte == 0x2F }
}
