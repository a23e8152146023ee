/// What the sequences of xterm, the Linux console, VT220, rxvt and their relatives mean.
enum KeySequences {
    /// The key of a control byte other than Tab, Enter, Backspace and Esc.
    static func control(_ byte: UInt8) -> Key {
        switch byte {
        case 0: .control("@")
        case 1...26: .control(Unicode.Scalar(byte + 0x60))
        default: .control(Unicode.Scalar(byte + 0x40))
        }
    }

    /// `ESC O` and this byte: arrows and F-keys, and the number block in application mode.
    static func ss3(_ final: UInt8) -> Key? {
        if let key = letter(final) { return key }
        switch Unicode.Scalar(final) {
        case "M": return .enter
        case "I": return .tab
        case "j": return .character("*")
        case "k": return .character("+")
        case "l": return .character(",")
        case "m": return .character("-")
        case "n": return .character(".")
        case "o": return .character("/")
        case "X": return .character("=")
        case "p"..."y": return .character(Unicode.Scalar(final - 0x40))
        // rxvt: arrows with Ctrl.
        case "a": return .up
        case "b": return .down
        case "c": return .right
        case "d": return .left
        default: return nil
        }
    }

    /// `ESC [ parameters final`.
    static func csi(_ parameters: [UInt8], final: UInt8) -> InputEvent? {
        if parameters.first == UInt8(ascii: "<") { return mouse(parameters.dropFirst(), final: final) }
        guard let numbers = numbers(parameters[...]) else { return nil }
        // Modifiers, 1 + (1 shift, 2 alt, 4 ctrl): the arrows do the same with and without.
        let modifiers = numbers.count > 1 ? max(1, numbers[1]) - 1 : 0
        switch Unicode.Scalar(final) {
        case "Z": return .key(.backTab)
        // rxvt: arrows with Shift.
        case "a"..."d" where parameters.isEmpty: return ss3(final).map { .key($0) }
        case "u": return character(numbers, modifiers: modifiers)
        case "~" where numbers.count >= 3 && numbers[0] == 27:
            return character([numbers[2], numbers[1]], modifiers: modifiers)
        case "~", "^", "$", "@": return tilde(numbers.first ?? 0).map { .key($0) }
        default:
            guard let key = letter(final), numbers.count <= 2, numbers.first ?? 1 <= 1 else { return nil }
            return .key(key)
        }
    }

    /// Whether `$` ends this sequence: rxvt's keys with Shift, which have two digits at most.
    static func isShiftedRxvt(_ parameters: [UInt8]) -> Bool {
        (1...2).contains(parameters.count) && parameters.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func letter(_ final: UInt8) -> Key? {
        switch Unicode.Scalar(final) {
        case "A": .up
        case "B": .down
        case "C": .right
        case "D": .left
        case "H": .home
        case "F": .end
        case "P": .function(1)
        case "Q": .function(2)
        case "R": .function(3)
        case "S": .function(4)
        default: nil
        }
    }

    private static func tilde(_ number: Int) -> Key? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23, 24: .function(number - 12)
        default: nil
        }
    }

    /// A key as its character's number, as terminals report it that were asked by another program before us.
    private static func character(_ numbers: [Int], modifiers: Int) -> InputEvent? {
        guard let number = numbers.first, let scalar = Unicode.Scalar(UInt32(clamping: number)) else { return nil }
        switch number {
        case 9: return .key(modifiers & 1 != 0 ? .backTab : .tab)
        case 13: return .key(.enter)
        case 27: return .key(.escape)
        case 8, 127: return .key(.backspace)
        case 0x20..<0x7F, 0xA0..<0xE000:
            if modifiers & 4 != 0 { return .key(.control(scalar)) }
            return .key(modifiers & 2 != 0 ? .alt(scalar) : .character(scalar))
        default: return nil
        }
    }

    /// `ESC [ < button ; column ; row`, ending in M for a press and m for a release.
    private static func mouse(_ parameters: ArraySlice<UInt8>, final: UInt8) -> InputEvent? {
        guard let numbers = numbers(parameters), numbers.count == 3 else { return nil }
        let point = Point(x: numbers[1] - 1, y: numbers[2] - 1)
        guard point.x >= 0, point.y >= 0 else { return nil }
        // 4, 8 and 16 are modifiers; 32 is a movement.
        switch (numbers[0] & ~28, Unicode.Scalar(final)) {
        case (0, "M"): return .mouse(MouseEvent(.press, at: point))
        case (0, "m"): return .mouse(MouseEvent(.release, at: point))
        case (64, "M"): return .mouse(MouseEvent(.wheelUp, at: point))
        case (65, "M"): return .mouse(MouseEvent(.wheelDown, at: point))
        default: return nil
        }
    }

    /// Numbers between `;`, each below 1,000,000 and before any `:`. An empty one is 0.
    /// - Returns: `nil` when other bytes stand there: private sequences mean nothing here.
    private static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int]? {
        var numbers: [Int] = []
        for part in bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
            var number = 0
            for byte in part.prefix(while: { $0 != UInt8(ascii: ":") }) {
                guard (0x30...0x39).contains(byte), number < 100_000 else { return nil }
                number = number * 10 + Int(byte - 0x30)
            }
            numbers.append(number)
        }
        return bytes.isEmpty ? [] : numbers
    }
}
