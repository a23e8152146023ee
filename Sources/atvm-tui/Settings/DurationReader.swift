/// Reads durations as people write them: `90m`, `60s`, `0.5s`, `250ms`, `2h`, `1d`; a bare number counts seconds.
enum DurationReader {
    static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let value = Double(digits), value.isFinite, value >= 0, value < 1e9 else { return nil }
        let scale: Double
        switch text.dropFirst(digits.count) {
        case "ms": scale = 0.001
        case "", "s": scale = 1
        case "m", "min": scale = 60
        case "h": scale = 3600
        case "d": scale = 86400
        default: return nil
        }
        return .milliseconds(Int64((value * scale * 1000).rounded()))
    }
}
