import Plans
import Runs
import Screen
import TestKit
import Testing
import Viewing

@testable import Operating

@Suite struct LaunchFormTests {
    @Test func keysDoNotClash() {
        #expect(LaunchKeymap.table.clashes.isEmpty && LaunchProgressKeymap.table.clashes.isEmpty)
    }

    /// In a form letters are text.
    @Test func noCommandOfTheFormIsALetter() {
        for row in LaunchKeymap.table.bindings {
            for case .character(let scalar) in row.sequences.flatMap(\.keys) { Issue.record("\(scalar)") }
        }
    }

    @Test func everythingFollowsTheFields() throws {
        var lab = try LaunchLab()
        lab.press(LaunchLab.fill)
        #expect(lab.text(.configFile) == "cypress.atvm-config-gold.ts")
        #expect(lab.text(.build) == "e2e-redhat9.6-w2k22-fc")
        #expect(lab.text(.templateCommand).hasSuffix("--hosts redhat9.6,w2k22 --integration 'pure with fc'"))
        #expect(lab.text(.runnerCommand).hasSuffix("--build_name e2e-redhat9.6-w2k22-fc"))
        #expect(lab.form?.plan?.request.build.text == "e2e-redhat9.6-w2k22-fc")
        #expect(lab.remarks(.family).contains("\(LaunchLab.running) is running on config family gold"))
    }

    /// The plan that is performed is the very one that stood in the preview and in the dialog.
    @Test func whatIsShownIsWhatRuns() throws {
        var lab = try LaunchLab()
        lab.press(LaunchLab.fill)
        let previewed = try #require(lab.form?.plan)
        lab.press("Ctrl-G")
        #expect(lab.starts.isEmpty)
        lab.press("y")
        #expect(lab.starts.map(\.plan) == [previewed])
        #expect(lab.starts.first?.plan.digest == previewed.digest)
    }

    @Test(arguments: ["Enter", "Esc", "n", "q", "Ctrl-C", "Right Left Enter", "Tab Esc"])
    func theSafeAnswerLeadsBackToTheForm(_ keys: String) throws {
        var lab = try LaunchLab()
        lab.press(LaunchLab.fill + " Ctrl-G " + keys)
        #expect(lab.starts.isEmpty)
        #expect(lab.text(.build) == "e2e-redhat9.6-w2k22-fc" && lab.form?.question == nil)
    }

    @Test func typedOnesAreNotOverwritten() throws {
        var lab = try LaunchLab()
        lab.press(LaunchLab.fill)
        lab.console.setFocus(.templateCommand)
        lab.press("End '_--x'")
        let typed = lab.text(.templateCommand)
        #expect(typed.hasSuffix("'pure with fc' --x") && lab.remarks(.templateCommand).contains("edited by hand"))
        lab.console.setFocus(.categorize)
        lab.press("Space")
        #expect(lab.text(.templateCommand) == typed && lab.text(.runnerCommand).hasSuffix("--categorize"))
        lab.console.setFocus(.templateCommand)
        lab.press("Ctrl-R")
        #expect(lab.text(.templateCommand).hasSuffix("--categorize") && lab.remarks(.templateCommand).isEmpty)
    }

    @Test func problemsStandAtTheirField() throws {
        var lab = try LaunchLab()
        lab.press("S Ctrl-G")
        #expect(lab.starts.isEmpty && lab.form?.question == nil && lab.form?.form.focus == .template)
        for field in [LaunchField.template, .configFile, .build] { #expect(lab.remarks(field).contains("missing")) }
        lab.press("Esc " + LaunchLab.fill)
        lab.console.setFocus(.runnerCommand)
        lab.press("End '_&&'")
        #expect(lab.remarks(.runnerCommand).contains("which only a shell understands") && lab.form?.plan == nil)
        lab.console.setFocus(.hosts)
        lab.press("'-x' Tab")
        #expect(lab.remarks(.hosts).contains("'-x' is no host name"))
    }

    @Test(arguments: [
        (LaunchLab.running, "is active (RUNNING) since 2026-11-20 13:03:22 PST"),
        (LaunchLab.failed, "is taken (FAILED"),
        ("../x", "'/'"), ("b.launch", "must not end in '.launch'"),
    ])
    func aNameIsHeldAgainstTheBuilds(_ name: String, _ wanted: String) throws {
        var lab = try LaunchLab()
        lab.press(LaunchLab.fill)
        lab.console.setFocus(.build)
        lab.press("Ctrl-U '\(name)'")
        #expect(lab.remarks(.build).contains(wanted), "\(lab.remarks(.build))")
        #expect(lab.form?.plan == nil)
    }

    @Test func whoStartedAnActiveBuildIsAsked() throws {
        var lab = try LaunchLab()
        lab.press(LaunchLab.fill)
        lab.console.setFocus(.build)
        lab.press("Ctrl-U '\(LaunchLab.running)'")
        let name = try BuildName(LaunchLab.running)
        #expect(lab.effects.contains(.ask(.processes(name))))
        lab.tell(.answer(.processes(name, BuildProcesses(runner: .alive, watcher: .alive, startedBy: "started by aw"))))
        #expect(lab.remarks(.build).contains("started by aw"))
    }

    @Test func aPrepOnTheSameStorageIsSaid() throws {
        var lab = try LaunchLab()
        lab.press(LaunchLab.fill)
        let family = try #require(lab.form?.form.value(.family).text)
        func facts(_ lun: String) -> OperatorAnswer {
            .preps(
                PrepFacts(preps: [
                    PrepFacts.Prep(
                        .unregister, lun: lun, client: "CDS1-ESX165", startedBy: "aw",
                        startedAt: Timestamp(milliseconds: 0))
                ]))
        }
        #expect(!lab.remarks(.family).contains("prep"))
        let lun = try #require(LunShorthand.standard.fullName(of: family))
        lab.tell(.answer(facts(lun)))
        #expect(lab.remarks(.family).contains("prep unregister of \(lun) for CDS1-ESX165 is running, started by aw"))
        #expect(lab.form?.plan != nil)
        lab.tell(.answer(facts(lun + "-other")))
        #expect(!lab.remarks(.family).contains("prep"))
    }

    @Test func aNameIsTakenAgainOnlyWhenThatIsMeant() throws {
        var lab = try LaunchLab()
        lab.press(LaunchLab.fill)
        lab.console.setFocus(.build)
        lab.press("Ctrl-U '\(LaunchLab.failed)' Tab Space")
        #expect(lab.remarks(.build).contains("edited by hand") && lab.remarks(.reuse).contains("are cleared"))
        #expect(lab.form?.plan?.request.build.text == LaunchLab.failed)
    }

    @Test func secretsAreNeitherInThePreviewNorInTheDialog() throws {
        var lab = try LaunchLab(120, 40)
        lab.press(LaunchLab.fill)
        lab.console.setFocus(.templateCommand)
        lab.press("End '_--password_canary123' Shift-Tab")
        #expect(!lab.lines.joined().contains("canary123"))
        lab.press("Ctrl-G")
        #expect(!lab.lines.joined().contains("canary123") && lab.lines.joined().contains(SecretMask.mask))
    }

    // MARK: Leaving

    @Test func anUntouchedFormCloses() throws {
        var lab = try LaunchLab()
        lab.press("S Tab Esc")
        #expect(lab.console.layer == nil)
    }

    @Test(arguments: [("Enter", true), ("Esc", true), ("x Esc", true)])
    func escAsksBeforeAnythingIsLost(_ keys: String, _ stays: Bool) throws {
        var lab = try LaunchLab()
        lab.press(LaunchLab.fill + " Esc " + keys)
        #expect((lab.text(.template) == "cmc-e2e") == stays)
    }

    @Test func aKeptFormComesBack() throws {
        var lab = try LaunchLab()
        lab.press(LaunchLab.fill + " Esc Right Enter")
        #expect(lab.console.layer == nil)
        lab.press("S")
        #expect(lab.text(.build) == "e2e-redhat9.6-w2k22-fc")
        lab.press("Esc Left Enter S")
        #expect(lab.text(.template).isEmpty)
    }

    /// Whatever is pressed, pasted or clicked: without a `y`, or Enter on the other button, nothing is approved.
    @Test(arguments: 0..<16)
    func nothingIsApprovedByAccident(_ seed: UInt64) throws {
        var lab = try LaunchLab()
        lab.press(LaunchLab.fill)
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let keys = [
            "Ctrl-G", "Enter", "Esc", "Tab", "Shift-Tab", "Space", "Up", "Down", "PgDn", "q", "n", "x", "Y", "F9",
            "Ctrl-T",
            "Ctrl-R", "Ctrl-C", "e", "1", "Backspace", "S",
        ]
        for _ in 0..<90 {
            switch next(12) {
            case 0: lab.tell(.view(.input(.paste("y\n"))))
            case 1:
                let point = Point(x: next(80), y: next(24))
                lab.tell(.view(.input(.mouse(MouseEvent(.press, at: point)))))
            default:
                let key = keys[next(keys.count)]
                // The two ways to say yes.
                let isOnYes = lab.lines.joined().contains("▸[ Start it ]")
                if isOnYes, key == "Enter" { continue }
                lab.press(key)
            }
        }
        #expect(lab.starts.isEmpty)
    }
}

extension OperatorConsole {
    /// Goes to a field as so many Tabs would.
    mutating func setFocus(_ field: LaunchField) {
        guard case .launch(var form) = layer else { return }
        form.form.setFocus(field)
        layer = .launch(form)
    }
}
