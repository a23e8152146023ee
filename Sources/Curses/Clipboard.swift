/// The sequences that put text into the operator's clipboard, wherever the terminal runs.
enum Clipboard {
    /// More than this many terminals refuse: 100,000 bytes with frame and encoding.
    static let limit = 74_994

    /// What lies between the program and the terminal.
    enum Path { case direct, tmux, screen }

    /// OSC 52 for `text`; `nil` when it is too long.
    static func sequence(for text: String, path: Path) -> [UInt8]? {
        let bytes = Array(text.utf8)
        guard bytes.count <= limit else { return nil }
        let plain = Array("\u{1B}]52;c;".utf8) + base64(bytes) + [0x07]
        switch path {
        case .direct: return plain
        // tmux takes the sequence itself where it may (`set-clipboard on`), or hands it on (`allow-passthrough on`).
        case .tmux: return plain + Array("\u{1B}Ptmux;\u{1B}".utf8) + plain + Array("\u{1B}\\".utf8)
        case .screen: return wrappedForScreen(plain)
        }
    }

    /// screen hands strings on, but only short ones.
    private static func wrappedForScreen(_ plain: [UInt8]) -> [UInt8] {
        stride(from: 0, to: plain.count, by: 240).flatMap { start in
            Array("\u{1B}P".utf8) + plain[start..<min(plain.count, start + 240)] + Array("\u{1B}\\".utf8)
        }
    }

    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(bytes.count, start + 3)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                let isPadding = place > group.count
                text.append(isPadding ? UInt8(ascii: "=") : digits[bits >> (18 - 6 * place) & 63])
            }
        }
        return text
    }
}
