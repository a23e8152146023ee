import Runs

/// What the colour sequences of a line have set so far.
struct ColourState {
    private(set) var tint = LogTint(nil)

    /// Takes what stands between `ESC [` and `m`: numbers between semicolons or colons.
    mutating func take(_ parameters: ArraySlice<UInt8>) {
        let numbers = parameters.split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ":")
        }.map { digits in digits.reduce(0) { min($0 * 10 + Int($1) - 0x30, 10_000) } }
        var rest = numbers[...]
        while let number = rest.popFirst() {
            switch number {
            case 0: tint = LogTint(nil)
            case 1: tint.isBold = true
            case 22: tint.isBold = false
            case 30...37, 90...97: tint.color = Self.basic(number % 10, isBright: number >= 90)
            case 38: tint.color = Self.extended(&rest)
            case 39: tint.color = nil
            case 48, 58: _ = Self.extended(&rest)
            default: break
            }
        }
    }

    /// White is how text looks anyway; black would not be seen on a dark ground.
    private static func basic(_ number: Int, isBright: Bool) -> LogTint.Color? {
        switch number {
        case 0: .gray
        case 1: .red
        case 2: .green
        case 3: .yellow
        case 4: .blue
        case 5: .magenta
        case 6: .cyan
        default: nil
        }
    }

    /// `5;n` or `2;r;g;b`
    private static func extended(_ rest: inout ArraySlice<Int>) -> LogTint.Color? {
        switch rest.popFirst() {
        case 5:
            guard let number = rest.popFirst() else { return nil }
            switch number {
            case 0...15: return basic(number % 8, isBright: number > 7)
            case 16...231:
                let levels = [0, 95, 135, 175, 215, 255]
                let cube = number - 16
                return nearest(levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
            case 232...255: return number < 244 ? .gray : nil
            default: return nil
            }
        case 2:
            let parts = rest.prefix(3)
            rest = rest.dropFirst(3)
            guard parts.count == 3, let red = parts.first, let blue = parts.last else { return nil }
            return nearest(red, parts[parts.startIndex + 1], blue)
        default: return nil
        }
    }

    /// By the hue, where there is enough of it.
    private static func nearest(_ red: Int, _ green: Int, _ blue: Int) -> LogTint.Color? {
        let (most, least) = (max(red, green, blue), min(red, green, blue))
        guard most - least >= 48 else { return most < 0x90 ? .gray : nil }
        let half = least + (most - least) / 2
        switch (red > half, green > half, blue > half) {
        case (true, false, false): return .red
        case (true, true, false): return .yellow
        case (false, true, false): return .green
        case (false, true, true): return .cyan
        case (false, false, true): return .blue
        case (true, false, true): return .magenta
        default: return nil
        }
    }
}
