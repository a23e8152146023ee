/// A colour as a theme names it.
package enum Color: Hashable, Sendable {
    /// The terminal's own.
    case terminal
    /// One of the sixteen that the operator's palette defines: 0–7, and 8–15 for the bright ones.
    case basic(UInt8)
    /// One of the 256: the sixteen, a cube of 6×6×6, and 24 greys.
    case indexed(UInt8)
    case rgb(UInt8, UInt8, UInt8)
}

/// How many colours a terminal can show.
package enum ColorDepth: Int, CaseIterable, Comparable, Sendable {
    /// Attributes only: a monochrome terminal, or `NO_COLOR`.
    case none
    case eight, sixteen, indexed, direct

    package static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }
}

extension Color {
    /// The nearest colour that a terminal of `depth` can show.
    package func reduced(to depth: ColorDepth) -> Color {
        switch (self, depth) {
        case (.terminal, _), (_, .none): .terminal
        case (.basic(let number), .eight): .basic(number % 8)
        case (.basic, _), (_, .direct): self
        case (.indexed, .indexed): self
        case (.rgb(let red, let green, let blue), .indexed): .indexed(Self.nearestIndex(red, green, blue))
        case (.indexed(let number), .sixteen) where number < 16: .basic(number)
        case (.indexed(let number), .eight) where number < 16: .basic(number % 8)
        case (.indexed, _), (.rgb, _): Self.nearestBasic(to: components, bright: depth == .sixteen)
        }
    }

    /// Red, green and blue as xterm shows it by default. The terminal's own colour counts as white.
    package var components: (red: UInt8, green: UInt8, blue: UInt8) {
        switch self {
        case .terminal: (255, 255, 255)
        case .rgb(let red, let green, let blue): (red, green, blue)
        case .basic(let number): Self.basicComponents[Int(number % 16)]
        case .indexed(let number) where number < 16: Self.basicComponents[Int(number)]
        case .indexed(let number) where number < 232:
            (
                Self.cube[Int(number - 16) / 36], Self.cube[Int(number - 16) / 6 % 6], Self.cube[Int(number - 16) % 6]
            )
        case .indexed(let number): (8 + 10 * (number - 232), 8 + 10 * (number - 232), 8 + 10 * (number - 232))
        }
    }

    private static let cube: [UInt8] = [0, 95, 135, 175, 215, 255]
    private static let basicComponents: [(red: UInt8, green: UInt8, blue: UInt8)] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
        (255, 255, 255),
    ]

    /// The first sixteen are left out: nobody knows what the operator's palette makes of them.
    private static func nearestIndex(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
        func nearestStep(_ value: UInt8) -> Int {
            cube.indices.min { abs(Int(cube[$0]) - Int(value)) < abs(Int(cube[$1]) - Int(value)) } ?? 0
        }
        let inCube = UInt8(16 + 36 * nearestStep(red) + 6 * nearestStep(green) + nearestStep(blue))
        let average = (Int(red) + Int(green) + Int(blue)) / 3
        let grey = UInt8(232 + min(23, max(0, (average - 3) / 10)))
        let wanted = (red, green, blue)
        return distance(Color.indexed(grey).components, wanted) < distance(Color.indexed(inCube).components, wanted)
            ? grey : inCube
    }

    private static func nearestBasic(to wanted: (red: UInt8, green: UInt8, blue: UInt8), bright: Bool) -> Color {
        let candidates = UInt8(0)..<(bright ? 16 : 8)
        let nearest = candidates.min {
            distance(basicComponents[Int($0)], wanted) < distance(basicComponents[Int($1)], wanted)
        }
        return .basic(nearest ?? 7)
    }

    /// Weighted as eyes weigh the three.
    private static func distance(
        _ one: (red: UInt8, green: UInt8, blue: UInt8), _ other: (red: UInt8, green: UInt8, blue: UInt8)
    ) -> Int {
        let red = Int(one.red) - Int(other.red)
        let green = Int(one.green) - Int(other.green)
        let blue = Int(one.blue) - Int(other.blue)
        return 3 * red * red + 6 * green * green + 2 * blue * blue
    }
}
