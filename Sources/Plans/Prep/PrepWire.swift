/// How keepers and viewers write what they tell each other: four bytes of length, a kind, then numbers and texts.
package enum PrepWire {
    /// The longest message that a viewer may send; a launch carries the script.
    package static let launchLimit = 8 * 1024 * 1024
    package static let eventLimit = 256 * 1024

    package static func bytes(_ input: PrepInput) -> [UInt8] {
        var out = WireWriter()
        switch input {
        case .hello(let person, let offset):
            out.put(1)
            out.put(person.login)
            out.put(person.peer ?? "")
            out.put(offset)
        case .launch(let launch):
            out.put(2)
            out.put(launch.digest)
            out.put(launch.words)
            out.put(launch.environment)
            out.put(launch.folder)
            out.put(launch.script)
            out.put(launch.password)
        case .answer(let question, let text):
            out.put(3)
            out.put(question)
            out.put(text)
        case .act(let act):
            out.put(4)
            out.put(act.rawValue)
        case .resize(let columns, let rows):
            out.put(5)
            out.put(columns)
            out.put(rows)
        }
        return out.framed
    }

    /// `nil` for anything that is no such message.
    package static func input(_ body: [UInt8]) -> PrepInput? {
        var read = WireReader(body)
        let input: PrepInput
        switch read.number() {
        case 1:
            guard let login = read.text(), let peer = read.text(), let offset = read.number() else { return nil }
            input = .hello(Person(login: login, peer: peer.isEmpty ? nil : peer), from: max(0, offset))
        case 2:
            guard let digest = read.text(), let words = read.texts(), let environment = read.texts(),
                let folder = read.text(), let script = read.bytes(), let password = read.text()
            else { return nil }
            input = .launch(
                PrepLaunch(
                    digest: digest, words: words, environment: environment, folder: folder, script: script,
                    password: password))
        case 3:
            guard let question = read.number(), let text = read.bytes() else { return nil }
            input = .answer(question: question, text)
        case 4:
            guard let act = read.number().flatMap(PrepAct.init(rawValue:)) else { return nil }
            input = .act(act)
        case 5:
            guard let columns = read.number(), let rows = read.number() else { return nil }
            input = .resize(columns: columns, rows: rows)
        default: return nil
        }
        return read.isAtEnd ? input : nil
    }

    package static func bytes(_ event: PrepEvent) -> [UInt8] {
        var out = WireWriter()
        switch event {
        case .output(let offset, let bytes):
            out.put(1)
            out.put(offset)
            out.put(bytes)
        case .state(let state):
            out.put(2)
            out.put(state.isStarted ? 1 : 0)
            out.put(state.isPaused ? 1 : 0)
            out.put(state.note)
            out.put(state.question)
            out.put(state.outcome)
        case .reply(let isDone, let text):
            out.put(3)
            out.put(isDone ? 1 : 0)
            out.put(text)
        }
        return out.framed
    }

    package static func event(_ body: [UInt8]) -> PrepEvent? {
        var read = WireReader(body)
        let event: PrepEvent
        switch read.number() {
        case 1:
            guard let offset = read.number(), let bytes = read.bytes() else { return nil }
            event = .output(from: offset, bytes)
        case 2:
            var state = PrepState()
            guard let started = read.number(), let paused = read.number(), let note = read.text(),
                let question = read.question(), let outcome = read.outcome()
            else { return nil }
            (state.isStarted, state.isPaused, state.note) = (started == 1, paused == 1, note)
            (state.question, state.outcome) = (question, outcome)
            event = .state(state)
        case 3:
            guard let isDone = read.number(), let text = read.text() else { return nil }
            event = .reply(isDone: isDone == 1, text)
        default: return nil
        }
        return read.isAtEnd ? event : nil
    }
}

/// Cuts a stream of bytes into messages.
package struct FrameReader: Sendable {
    private var held: [UInt8] = []
    private let limit: Int
    /// Whether something came that is no message: the stream is of no more use.
    package private(set) var isBroken = false

    package init(limit: Int) { self.limit = limit }

    /// - Returns: the bodies of the messages that are whole now.
    package mutating func take(_ bytes: some Collection<UInt8>) -> [[UInt8]] {
        guard !isBroken else { return [] }
        held += bytes
        var found: [[UInt8]] = []
        var start = 0
        while held.count - start >= 4 {
            let length = held[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= limit else {
                (isBroken, held) = (true, [])
                return found
            }
            guard held.count - start - 4 >= length else { break }
            found.append(Array(held[start + 4..<start + 4 + length]))
            start += 4 + length
        }
        if start > 0 { held.removeFirst(start) }
        return found
    }

    /// Overwrites what is held: it may be a part of a password.
    package mutating func wipe() {
        for index in held.indices { held[index] = 0 }
        held = []
    }
}

private struct WireWriter {
    private var body: [UInt8] = []

    var framed: [UInt8] {
        let count = body.count
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) } + body
    }

    mutating func put(_ number: Int) {
        for shift in stride(from: 56, through: 0, by: -8) { body.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    mutating func put(_ bytes: [UInt8]) {
        put(bytes.count)
        body += bytes
    }

    mutating func put(_ text: String) { put(Array(text.utf8)) }

    mutating func put(_ texts: [String]) {
        put(texts.count)
        for text in texts { put(text) }
    }

    mutating func put(_ question: PrepQuestion?) {
        put(question?.number ?? 0)
        guard let question else { return }
        put(question.text)
        put(question.offset)
        put(question.isHidden ? 1 : 0)
    }

    mutating func put(_ outcome: PrepOutcome?) {
        switch outcome {
        case nil: put(0)
        case .exited(let status):
            put(1)
            put(status)
        case .signal(let number):
            put(2)
            put(number)
        case .notStarted(let why):
            put(3)
            put(why)
        case .interrupted: put(4)
        }
    }
}

private struct WireReader {
    private let body: [UInt8]
    private var place = 0

    init(_ body: [UInt8]) { self.body = body }

    var isAtEnd: Bool { place == body.count }

    mutating func number() -> Int? {
        guard body.count - place >= 8 else { return nil }
        var value: UInt64 = 0
        for byte in body[place..<place + 8] { value = value << 8 | UInt64(byte) }
        place += 8
        return Int(truncatingIfNeeded: value)
    }

    mutating func bytes() -> [UInt8]? {
        guard let count = number(), count >= 0, count <= body.count - place else { return nil }
        defer { place += count }
        return Array(body[place..<place + count])
    }

    mutating func text() -> String? { bytes().flatMap { String(validating: $0, as: UTF8.self) } }

    mutating func texts() -> [String]? {
        guard let count = number(), count >= 0, count <= body.count - place else { return nil }
        var texts: [String] = []
        for _ in 0..<count {
            guard let text = text() else { return nil }
            texts.append(text)
        }
        return texts
    }

    /// The outer `nil` is for what is no question, the inner one for none.
    mutating func question() -> PrepQuestion?? {
        guard let number = number() else { return nil }
        if number == 0 { return .some(nil) }
        guard let text = text(), let offset = self.number(), let hidden = self.number() else { return nil }
        return PrepQuestion(number, text, at: offset, isHidden: hidden == 1)
    }

    mutating func outcome() -> PrepOutcome?? {
        switch number() {
        case 0: .some(nil)
        case 1: number().map { .exited($0) }
        case 2: number().map { .signal($0) }
        case 3: text().map { .notStarted($0) }
        case 4: .some(.interrupted)
        default: nil
        }
    }
}
