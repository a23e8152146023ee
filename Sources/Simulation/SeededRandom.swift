import Runs

/// A small random source (SplitMix64): the same seed gives the same numbers on every machine and Swift release.
package struct SeededRandom: Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// A stream of its own for `name`: what is drawn for one name never shifts what is drawn for another.
    package init(seed: UInt64, for name: String) {
        state = seed ^ TextHash.of(name)
        _ = next()
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `limit`; 0 when `limit` is not positive.
    package mutating func number(below limit: Int) -> Int {
        guard limit > 0 else { return 0 }
        return Int(next() % UInt64(limit))
    }

    /// A duration in whole milliseconds, both ends included.
    package mutating func duration(_ range: ClosedRange<Duration>) -> Duration {
        let least = range.lowerBound.wholeMilliseconds
        return .milliseconds(least + Int64(number(below: Int(range.upperBound.wholeMilliseconds - least) + 1)))
    }
}

/// Turns texts into numbers that are the same in every process, unlike `Hasher`.
enum TextHash {
    /// FNV-1a, 64 bits, from a starting value.
    static func of(_ text: String, startingAt start: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
        text.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    /// 32 hexadecimal digits that depend on every byte of `text`, where the reporter would take an MD5 digest.
    static func digits(of text: String) -> String {
        let halves = [of(text), of(text, startingAt: 0x6C62_272E_07BB_0142)].map { half in
            var random = SeededRandom(seed: half)
            let digits = String(random.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        return halves.joined()
    }
}
