/// Turns the bytes of a terminal into keys, mouse events and pastes.
///
/// A value without a clock: bytes go in as they come, events come out as they are complete. Sequences that mean nothing
/// here are swallowed whole, so that no part of one is ever taken for a command.
package struct KeyDecoder: Sendable {
    /// More than this is taken from no paste, in bytes; the rest of it is dropped.
    package static let pasteLimit = 1 << 20
    /// Longer sequences are nothing that a terminal sends.
    private static let sequenceLimit = 256
    private static let stringLimit = 4096

    private enum State {
        case ground
        /// After an Esc.
        case escape
        /// In `ESC [ …`.
        case csi
        /// After `ESC O`.
        case ss3
        /// After `ESC [ [`: the Linux console's F1 to F5.
        case linux
        /// In `ESC ] …` and its like, up to BEL or ESC \; `opener` is the byte after the Esc.
        case string(opener: UInt8, length: Int, sawEscape: Bool)
        /// In `ESC [ M`: three bytes of an old mouse report follow.
        case oldMouse(left: Int)
        case paste
    }

    private var state = State.ground
    private var collected: [UInt8] = []
    private var collectedTooMuch = false
    private var character = UTF8Assembler()
    private var pasted: [UInt8] = []
    /// How many bytes of the mark that ends a paste have come.
    private var endMatched = 0

    package init() {}

    /// Whether an Esc has come that may be the key or the start of a sequence. When nothing follows within some 25 ms it
    /// was the key: call `flush`.
    ///
    /// After `ESC [` it is a sequence, however late the rest of it comes over a slow line: taken for keys, the rest would
    /// be commands.
    package var pendingEscape: Bool {
        switch state {
        // Strings come only as answers, and nothing is ever asked: this is Alt with a key.
        case .escape, .string(opener: _, length: 0, sawEscape: false): true
        default: false
        }
    }

    /// Decides that nothing follows.
    package mutating func flush() -> [InputEvent] {
        guard pendingEscape else { return [] }
        defer { reset() }
        if case .string(let opener, _, _) = state { return [.key(.alt(Unicode.Scalar(opener)))] }
        return [.key(.escape)]
    }

    /// Takes the next bytes.
    package mutating func decode(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
        var events: [InputEvent] = []
        for byte in bytes { take(byte, &events) }
        return events
    }

    private mutating func reset() {
        state = .ground
        collected.removeAll(keepingCapacity: true)
        collectedTooMuch = false
    }

    private mutating func take(_ byte: UInt8, _ events: inout [InputEvent]) {
        switch state {
        case .ground: takeOnGround(byte, &events)
        case .escape: takeAfterEscape(byte, &events)
        case .csi: takeInCSI(byte, &events)
        case .ss3:
            reset()
            if byte == 0x1B {
                state = .escape
            } else if let key = KeySequences.ss3(byte) {
                events.append(.key(key))
            }
        case .linux:
            reset()
            if (0x41...0x45).contains(byte) { events.append(.key(.function(Int(byte) - 0x40))) }
        case .string(let opener, let length, let sawEscape):
            takeInString(byte, opener: opener, length: length, sawEscape: sawEscape, &events)
        case .oldMouse(let left):
            if left <= 1 { reset() } else { state = .oldMouse(left: left - 1) }
        case .paste: takeInPaste(byte, &events)
        }
    }

    private mutating func takeOnGround(_ byte: UInt8, _ events: inout [InputEvent]) {
        if byte < 0x80 { character.reset() }
        switch byte {
        case 0x1B: state = .escape
        case 0x0D, 0x0A: events.append(.key(.enter))
        case 0x09: events.append(.key(.tab))
        case 0x7F, 0x08: events.append(.key(.backspace))
        case 0x00..<0x20: events.append(.key(KeySequences.control(byte)))
        default:
            if let scalar = character.take(byte) { events.append(.key(.character(scalar))) }
        }
    }

    private mutating func takeAfterEscape(_ byte: UInt8, _ events: inout [InputEvent]) {
        switch byte {
        case UInt8(ascii: "["): state = .csi
        case UInt8(ascii: "O"): state = .ss3
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "X"):
            state = .string(opener: byte, length: 0, sawEscape: false)
        // The first was the key; rxvt's Alt-Up comes out as Esc and Up.
        case 0x1B: events.append(.key(.escape))
        case 0x20..<0x7F:
            reset()
            events.append(.key(.alt(Unicode.Scalar(byte))))
        default:
            // Esc and then another key, both before we looked.
            reset()
            events.append(.key(.escape))
            takeOnGround(byte, &events)
        }
    }

    private mutating func takeInString(
        _ byte: UInt8, opener: UInt8, length: Int, sawEscape: Bool, _ events: inout [InputEvent]
    ) {
        switch (byte, sawEscape) {
        case (UInt8(ascii: "\\"), true), (0x07, _): reset()
        case (0x1B, _): state = .string(opener: opener, length: length, sawEscape: true)
        case (_, true):
            // Another sequence cut it off.
            reset()
            takeAfterEscape(byte, &events)
        case (0x00..<0x20, false):
            // No string holds these: somebody types.
            reset()
            takeOnGround(byte, &events)
        default:
            if length >= Self.stringLimit { return reset() }
            state = .string(opener: opener, length: length + 1, sawEscape: false)
        }
    }

    private mutating func takeInCSI(_ byte: UInt8, _ events: inout [InputEvent]) {
        switch byte {
        case UInt8(ascii: "[") where collected.isEmpty: state = .linux
        case UInt8(ascii: "M") where collected.isEmpty: state = .oldMouse(left: 3)
        // rxvt ends shifted keys with `$`, which is no final byte.
        case UInt8(ascii: "$") where KeySequences.isShiftedRxvt(collected): finishCSI(byte, &events)
        case 0x20...0x3F:
            if collected.count < Self.sequenceLimit { collected.append(byte) } else { collectedTooMuch = true }
        case 0x40...0x7E: finishCSI(byte, &events)
        case 0x1B:
            // The sequence was cut off; a new one begins.
            reset()
            state = .escape
        default:
            reset()
            if byte == 0x18 || byte == 0x1A || byte >= 0x7F { return }
            takeOnGround(byte, &events)
        }
    }

    private mutating func finishCSI(_ final: UInt8, _ events: inout [InputEvent]) {
        let parameters = collected
        let isTooLong = collectedTooMuch
        reset()
        if isTooLong { return }
        if final == UInt8(ascii: "~"), parameters == Array("200".utf8) {
            state = .paste
            pasted = []
            endMatched = 0
        } else if let event = KeySequences.csi(parameters, final: final) {
            events.append(event)
        }
    }

    private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

    private mutating func takeInPaste(_ byte: UInt8, _ events: inout [InputEvent]) {
        if byte == Self.pasteEnd[endMatched] {
            endMatched += 1
            guard endMatched == Self.pasteEnd.count else { return }
            events.append(.paste(String(decoding: pasted, as: UTF8.self)))
            pasted = []
            reset()
            return
        }
        // The mark has no second Esc in it, so what had matched is text, and only this byte can begin it anew.
        let wasText = Self.pasteEnd[..<endMatched]
        endMatched = byte == 0x1B ? 1 : 0
        pasted += wasText.prefix(max(0, Self.pasteLimit - pasted.count))
        if endMatched == 0, pasted.count < Self.pasteLimit { pasted.append(byte) }
    }
}
