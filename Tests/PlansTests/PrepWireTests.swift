import Plans
import Testing

/// What keepers and viewers tell each other arrives as it was sent, however it is cut; anything else is no message.
@Suite struct PrepWireTests {
    private static let inputs: [PrepInput] = [
        .hello(Person(login: "aw", peer: "10.0.0.1"), from: 7), .hello(Person(login: "aw"), from: 0),
        .answer(question: 3, Array("y".utf8)), .answer(question: 1, []), .act(.quit), .resize(columns: 80, rows: 24),
        .launch(
            PrepLaunch(
                digest: "d", words: ["/usr/bin/python3", "x.py", "-vp", "pa ss"], environment: ["A=b"], folder: "/root",
                script: [0, 255, 10], password: "pa ss")),
    ]

    private static var events: [PrepEvent] {
        var asking = PrepState()
        (asking.isStarted, asking.question) = (true, PrepQuestion(2, "Sure? ü", at: 99, isHidden: true))
        asking.note = "question 1 was answered by aw"
        let outcomes: [PrepOutcome] = [.exited(0), .exited(-1), .signal(9), .notStarted("no"), .interrupted]
        let ended = outcomes.map { outcome in
            var state = PrepState()
            (state.isPaused, state.outcome) = (true, outcome)
            return PrepEvent.state(state)
        }
        return [.output(from: 12, [1, 2, 3]), .state(PrepState()), .state(asking), .reply(isDone: false, "no")] + ended
    }

    @Test func arrivesAsSent() {
        let stream = Self.inputs.flatMap(PrepWire.bytes)
        for size in [1, 3, 7, stream.count] {
            var reader = FrameReader(limit: 1000)
            var found: [PrepInput?] = []
            for start in stride(from: 0, to: stream.count, by: size) {
                found += reader.take(stream[start..<min(stream.count, start + size)]).map(PrepWire.input)
            }
            #expect(found == Self.inputs && !reader.isBroken)
        }
        for event in Self.events { #expect(PrepWire.event(Array(PrepWire.bytes(event).dropFirst(4))) == event) }
    }

    @Test func aPartIsNoMessage() {
        for input in Self.inputs {
            let body = Array(PrepWire.bytes(input).dropFirst(4))
            for count in body.indices { #expect(PrepWire.input(Array(body.prefix(count))) == nil) }
            #expect(PrepWire.input(body + [0]) == nil)
        }
        for event in Self.events {
            let body = Array(PrepWire.bytes(event).dropFirst(4))
            for count in body.indices { #expect(PrepWire.event(Array(body.prefix(count))) == nil) }
        }
    }

    @Test func noiseIsNoMessage() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            // Neither crashes, nor asks for more memory than there are bytes.
            _ = (PrepWire.input(bytes), PrepWire.event([0, 0, 0, 0, 0, 0, 0, 2] + bytes))
        }
        var reader = FrameReader(limit: 100)
        #expect(reader.take([0xFF, 0, 0, 0, 1]).isEmpty && reader.isBroken)
    }

    /// A record or a message may name any number.
    @Test(arguments: [Int.max, Int.min, -1, 9]) func everyEndHasAnExitStatus(_ number: Int) {
        let wanted = Int32(truncatingIfNeeded: number &+ 128)
        #expect(PrepOutcome.signal(number).exitStatus == wanted)
        #expect(PrepOutcome.exited(number).exitStatus == Int32(truncatingIfNeeded: number))
    }

    @Test(arguments: [
        (["a\r\nb"], "a\nb"), (["a\r", "\nb"], "a\nb"), (["a\r\r\nb"], "a\nb"), (["50 %\r60 %\r\n"], "50 %␍60 %\n"),
        (["\u{1B}]52;c;x\u{7}"], "␛]52;c;x␇"), (["\u{202E}"], "<U+202E>"), (["ü"], "ü"), (["a\t b"], "a  b"),
    ])
    func aTranscriptIsSafeToShow(_ pieces: [String], _ shown: String) {
        var whole = TranscriptText()
        #expect(pieces.map { whole.take(Array($0.utf8)) }.joined() + whole.end() == shown)
        // Byte by byte: the same.
        var cut = TranscriptText()
        #expect(pieces.flatMap { Array($0.utf8) }.map { cut.take([$0]) }.joined() + cut.end() == shown)
    }
}
