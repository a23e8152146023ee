import Plans
import Runs
import Screen
import Testing
import Viewing

@testable import Operating

/// A console on a controller at one moment of a fixed day, for preps.
struct PrepLab {
    var console: OperatorConsole
    private(set) var size: Size
    private(set) var effects: [OperatorEffect] = []
    static let lun = "AutomatedTest-VMBootImg-Gold"

    init(_ columns: Int = 80, _ rows: Int = 24, glyphs: GlyphSet = .unicode) throws {
        size = Size(columns: columns, rows: rows)
        console = try Lab.console(columns, rows, glyphs: glyphs)
    }

    static func ground() -> PrepGround {
        var ground = PrepGround()
        ground.surroundings = PrepPlan.Surroundings(
            interpreter: "/usr/bin/python3", script: "/root/atvm_prep/atvm_prep.py",
            scriptDigest: Digest(of: Array("script".utf8)), folder: "/root/atvm_prep",
            log: "/root/atvm_prep/log/atvm_prep.log", environmentNames: ["LANG", "PATH", "TERM"],
            host: "atvm-cypress-vm-1", user: "aw")
        ground.credentials = PrepCredentials(
            username: "ops", from: .environment("ATVM_VCENTER_USERNAME"),
            password: .environment("ATVM_VCENTER_PASSWORD"))
        return ground
    }

    static func id(_ salt: UInt32 = 1) throws -> PrepID { try #require(PrepID(startedAt: Lab.before(600), salt: salt)) }

    static func prep(_ standing: PrepSummary.Standing, salt: UInt32 = 1) throws -> PrepSummary {
        PrepSummary(
            id: try id(salt), mode: .unregister, lun: lun, client: "CDS1-ESX165",
            startedBy: Person(login: "aw", peer: "192.168.3.7"), startedAt: Lab.before(600), standing: standing)
    }

    static let question = PrepQuestion(1, "Power off and unregister all VMs? [y/n]", at: 90)

    // MARK: Doing

    @discardableResult
    mutating func tell(_ message: OperatorMessage, isShown: Bool = true) -> [OperatorEffect] {
        let new = console.update(message)
        effects += new
        if isShown { console.wasShown() }
        return new
    }

    mutating func tell(_ news: PrepNews, isShown: Bool = true) { tell(.prep(news), isShown: isShown) }

    /// Keys by their names, a blank between two; `'text'` types a text.
    mutating func press(_ keys: String, isShown: Bool = true) {
        for word in keys.split(separator: " ") {
            if word.hasPrefix("'") {
                for scalar in word.dropFirst().dropLast().unicodeScalars {
                    tell(.view(.input(.key(.character(scalar)))), isShown: isShown)
                }
            } else if let key = Key(name: String(word)) {
                tell(.view(.input(.key(key))), isShown: isShown)
            } else {
                Issue.record("there is no key \(word)")
            }
        }
    }

    mutating func resize(_ columns: Int, _ rows: Int) {
        size = Size(columns: columns, rows: rows)
        tell(.view(.resized(size)))
    }

    /// The form, filled in for a mode.
    mutating func fill(_ mode: String = "unregister") {
        press("P")
        tell(.ground(Self.ground()))
        press("'\(mode)' Enter 'Gold' Enter")
    }

    /// A prep that is followed, with what its script has written.
    mutating func follow(_ text: String, _ question: PrepQuestion? = nil, outcome: PrepOutcome? = nil) throws {
        let standing: PrepSummary.Standing =
            outcome.map { .ended($0, Lab.before(4)) } ?? question.map { .asking($0) } ?? .running
        tell(.shelf([try Self.prep(standing)], problems: []))
        press("H Enter")
        tell(.event(try Self.id(), .output(from: 0, Array(text.utf8))))
        var state = PrepState()
        (state.isStarted, state.question, state.outcome) = (true, question, outcome)
        tell(.event(try Self.id(), .state(state)))
    }

    // MARK: Looking

    var form: PrepForm? { if case .prep(let form) = console.layer { form } else { nil } }
    var view: PrepView? { if case .prepView(let view) = console.layer { view } else { nil } }

    var orders: [PrepOrder] { effects.compactMap { if case .prep(let order) = $0 { order } else { nil } } }

    var starts: [Approved<PrepPlan>] {
        orders.compactMap { if case .start(let approved) = $0 { approved } else { nil } }
    }
    var refusals: Int { orders.count { if case .refuse = $0 { true } else { false } } }

    /// What was sent to the keeper, but for sizes.
    var sent: [PrepInput] {
        orders.compactMap { order in
            guard case .send(_, let input) = order else { return nil }
            if case .resize = input { return nil }
            return input
        }
    }

    var lines: [String] { console.view(in: size).plainText }
    var text: String { lines.joined(separator: "\n") }
}
