import Plans
import Runs
import Screen
import Testing
import Viewing

@testable import Operating

/// Transcripts of preps, and the script's own log, in the log view.
@Suite struct PrepLogTests {
    private func source(_ effects: [OperatorEffect]) -> LogSource? {
        effects.compactMap { if case .view(.readLog(let request)) = $0 { request.source } else { nil } }.last
    }

    @Test func fromAPrepAndBack() throws {
        var lab = try PrepLab(120, 40)
        try lab.follow("Connecting\r\n")
        let id = try PrepLab.id()
        lab.press("v")
        #expect(source(lab.effects) == .prep(id))
        #expect(lab.console.layer == nil)
        // What the script writes meanwhile is not lost.
        let length = "Connecting\r\n".utf8.count
        lab.tell(.prep(.event(id, .output(from: length, Array("Powering off\r\n".utf8)))))
        #expect(!lab.orders.contains(.detach))
        lab.press("q")
        guard case .prepView(let view)? = lab.console.layer else { throw Missing() }
        #expect(view.lines.contains("Powering off"))
        lab.press("L")
        #expect(source(lab.effects) == .prepLog)
        lab.press("q q")
        #expect(lab.console.layer == nil)
        #expect(lab.orders.contains(.detach))
    }

    /// Letters belong to the answer then; the key beside them does not.
    @Test func whileAQuestionIsOpen() throws {
        var lab = try PrepLab(120, 40)
        try lab.follow("Really?\r\n", PrepLab.question)
        lab.press("v")
        #expect(source(lab.effects) == nil)
        lab.press("Backspace F3")
        #expect(source(lab.effects) == .prep(try PrepLab.id()))
        lab.press("q")
        guard case .prepView(let view)? = lab.console.layer else { throw Missing() }
        #expect(view.openQuestion != nil)
    }

    @Test func fromTheHistoryAndBack() throws {
        var lab = try PrepLab(120, 40)
        lab.tell(.shelf([try PrepLab.prep(.ended(.exited(0), Lab.now), salt: 2)], problems: []))
        lab.press("H v")
        #expect(source(lab.effects) == .prep(try PrepLab.id(2)))
        lab.press("q L")
        #expect(source(lab.effects) == .prepLog)
        lab.press("q")
        guard case .preps? = lab.console.layer else { throw Missing() }
    }

    /// Whoever goes elsewhere from a transcript wants to be there, and is attached no longer.
    @Test func elsewhere() throws {
        var lab = try PrepLab(120, 40)
        try lab.follow("Connecting\r\n")
        lab.press("v : 'build' Space")
        for scalar in Lab.running.unicodeScalars { lab.tell(.view(.input(.key(.character(scalar))))) }
        lab.press("Enter")
        #expect(lab.console.browser.place == .build(try BuildName(Lab.running)))
        #expect(lab.console.layer == nil && lab.console.aside == nil)
        #expect(lab.orders.contains(.detach))
    }

    private struct Missing: Error {}
}
