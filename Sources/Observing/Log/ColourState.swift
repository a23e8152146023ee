import Runs

/// What the colour sequences of a line have set so far.
struct ColourState {
    private(set) var tint = LogTint(nil)
    private var isUnderlined = false
    private var isSlanted = false

    /// Takes what stands between `ESC [` and `m`: numbers between semicolons, each perhaps with parts behind colons.
    mutating func take(_ parameters: ArraySlice<UInt8>) {
        var rest = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map(Self.numbers)[
            ...]
        while let parts = rest.popFirst() { take(parts, &rest) }
        tint.isUnderlined = isUnderlined || isSlanted
    }

    private static func numbers(_ text: ArraySlice<UInt8>) -> [Int] {
        text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map { digits in
            digits.reduce(0) { min($0 * 10 + Int($1) - 0x30, 10_000) }
        }
    }

    /// - Parameter rest: what follows; a colour of its own takes its numbers from there.
    private mutating func take(_ parts: [Int], _ rest: inout ArraySlice<[Int]>) {
        guard let number = parts.first else { return }
        switch number {
        case 0: self = ColourState()
        case 1: tint.isBold = true
        case 2: tint.isDim = true
        case 22: (tint.isBold, tint.isDim) = (false, false)
        case 3: isSlanted = true
        case 23: isSlanted = false
        // `4:3` is an underline of another kind, `4:0` none.
        case 4: isUnderlined = parts.count < 2 || parts[1] != 0
        case 21: isUnderlined = true
        case 24: isUnderlined = false
        case 7: tint.isReversed = true
        case 27: tint.isReversed = false
        case 30...37, 90...97: tint.color = Self.basic(number % 10, isBright: number >= 90)
        case 38: tint.color = Self.extended(parts, &rest)
        case 39: tint.color = nil
        case 40...47, 100...107: tint.ground = Self.basic(number % 10, isBright: number >= 100) ?? .gray
        case 48: tint.ground = Self.extended(parts, &rest) ?? .gray
        case 49: tint.ground = nil
        case 58: _ = Self.extended(parts, &rest)
        default: break
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

    /// `5;n` or `2;r;g;b`, behind semicolons or, in one number, behind colons.
    private static func extended(_ parts: [Int], _ rest: inout ArraySlice<[Int]>) -> LogTint.Color? {
        guard parts.count < 2 else {
            // Between the kind and the colours may stand a number that says in which space they are.
            return parts[1] == 5 ? indexed(parts.last) : parts.count > 4 ? color(parts.suffix(3)) : nil
        }
        switch rest.popFirst()?.first {
        case 5: return indexed(rest.popFirst()?.first)
        case 2:
            let numbers = rest.prefix(3).compactMap(\.first)
            rest = rest.dropFirst(3)
            return color(numbers[...])
        default: return nil
        }
    }

    private static func indexed(_ number: Int?) -> LogTint.Color? {
        guard let number else { return nil }
        switch number {
        case 0...15: return basic(number % 8, isBright: number > 7)
        case 16...231:
            let levels = [0, 95, 135, 175, 215, 255]
            let cube = number - 16
            return nearest(levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
        case 232...255: return number < 244 ? .gray : nil
        default: return nil
        }
    }

    private static func color(_ parts: ArraySlice<Int>) -> LogTint.Color? {
        guard parts.count == 3, let red = parts.first, let blue = parts.last else { return nil }
        return nearest(red, parts[parts.startIndex + 1], blue)
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
