import Plans
import Runs
import Screen
import TestKit
import Testing
import Viewing

@testable import Operating

/// Launching again, and what becomes of a start.
@Suite struct RelaunchTests {
    private func relaunch(_ request: LastRequest?) throws -> LaunchLab {
        var lab = try LaunchLab(120, 40)
        lab.press("j R")
        lab.tell(.answer(.request(try BuildName(LaunchLab.failed), request)))
        return lab
    }

    @Test func takesTheLastRequestUnderANewName() throws {
        let lab = try relaunch(LaunchLab.request())
        #expect(lab.effects.contains(.ask(.request(try BuildName(LaunchLab.failed)))))
        #expect(lab.text(.build) == LaunchLab.failed + "-2")
        #expect(lab.text(.templateCommand).hasSuffix("--hosts ubuntu24.04,w2k22"))
        #expect(lab.text(.runnerCommand).hasSuffix("--build_name \(LaunchLab.failed)-2"))
        #expect(lab.text(.configFile) == "f.ts" && lab.form?.plan != nil)
    }

    @Test func onlyTheFailedHosts() throws {
        var lab = try relaunch(LaunchLab.request())
        lab.console.setFocus(.onlyFailed)
        lab.press("Space")
        #expect(lab.text(.templateCommand).hasSuffix("--hosts w2k22"))
        #expect(lab.form?.form.value(.hosts).chosen == ["w2k22"])
        #expect(lab.form?.plan?.request.templateCommand?.words.last == "w2k22")
    }

    /// A run that was cancelled has not come to all of its hosts; its command still names them.
    @Test func hostsThatTheRunDidNotComeToAreLaunchedAgain() throws {
        let command = "./cmc-templates.py --template_name cmc-e2e --config_file f.ts --hosts ubuntu24.04,W2K22,alma9.5"
        var lab = try relaunch(LaunchLab.request(template: command))
        #expect(lab.form?.form.value(.hosts).chosen == ["ubuntu24.04", "w2k22", "alma9.5"])
        #expect(lab.text(.templateCommand).hasSuffix("--hosts ubuntu24.04,W2K22,alma9.5"))
        lab.console.setFocus(.onlyFailed)
        lab.press("Space")
        #expect(lab.text(.templateCommand).hasSuffix("--hosts W2K22") && lab.form?.plan != nil)
    }

    /// Where the command names hosts otherwise than the run, the run's own names count.
    @Test func aListOfOtherNamesIsNotTaken() throws {
        let command = "./cmc-templates.py --template_name cmc-e2e --config_file f.ts --hosts vm-1,vm-2"
        let lab = try relaunch(LaunchLab.request(template: command))
        #expect(lab.form?.form.value(.hosts).chosen == ["ubuntu24.04", "w2k22"])
    }

    @Test func withoutAFailedHostNothingIsCutDown() throws {
        var lab = try LaunchLab(120, 40)
        lab.press("R")
        lab.console.setFocus(.onlyFailed)
        lab.press("Space")
        #expect(lab.form?.form.value(.hosts).chosen == ["redhat9.6", "w2k25"])
        #expect(lab.remarks(.onlyFailed).contains("no host of"))
    }

    @Test func flagsOfTheLastCommandAreSwitchedOn() throws {
        let command = "python3 ./cmc-templates.py --hosts ubuntu24.04,w2k22 --ignore_force_shutdown"
        var lab = try relaunch(LaunchLab.request(template: command))
        lab.console.setFocus(.templateCommand)
        lab.press("Ctrl-R")
        #expect(lab.text(.templateCommand).hasSuffix("--hosts ubuntu24.04,w2k22 --ignore_force_shutdown"))
    }

    @Test func refusesWhereTheCommandHasNoHosts() throws {
        var lab = try relaunch(LaunchLab.request(template: "python3 ./cmc-templates.py --template_name cmc-e2e"))
        #expect(lab.form?.plan != nil)
        lab.console.setFocus(.onlyFailed)
        lab.press("Space")
        #expect(lab.remarks(.templateCommand).contains("has no list of hosts") && lab.form?.plan == nil)
        lab.console.setFocus(.templateCommand)
        lab.press("Ctrl-R")
        #expect(lab.text(.templateCommand).contains("--hosts w2k22") && lab.form?.plan != nil)
    }

    @Test func theSameNameSaysWhatIsCleared() throws {
        var lab = try relaunch(LaunchLab.request())
        lab.console.setFocus(.reuse)
        lab.press("Space")
        #expect(lab.text(.build) == LaunchLab.failed && lab.remarks(.reuse).contains("are cleared"))
        #expect(lab.text(.runnerCommand).hasSuffix("--build_name \(LaunchLab.failed)"))
    }

    @Test func saysWhatIsNotKnown() throws {
        let lab = try relaunch(nil)
        #expect(lab.remarks(.template).contains("its request is not there any more"))
        #expect(lab.remarks(.template).contains("its runner command is not known"))
        #expect(lab.text(.runnerCommand).contains("run-sorry-cypress.py") && lab.text(.family) == "gold")
    }

    @Test func aMaskedSecretMustBeTypedAnew() throws {
        let lab = try relaunch(LaunchLab.request(runner: "run.py --password hunter2 --build_name \(LaunchLab.failed)"))
        #expect(!lab.text(.runnerCommand).contains("hunter2"))
        #expect(lab.remarks(.runnerCommand).contains("masked secret") && lab.form?.plan == nil)
    }

    // MARK: Progress

    private func started(_ columns: Int = 80, _ rows: Int = 24) throws -> (lab: LaunchLab, build: BuildName) {
        var lab = try LaunchLab(columns, rows)
        lab.press(LaunchLab.fill + " Ctrl-G y")
        let build = try #require(lab.starts.first?.plan.request.build)
        tick(&lab, 0)
        return (lab, build)
    }

    private func tick(_ lab: inout LaunchLab, _ seconds: Int64) {
        lab.tell(.view(.tick(now: LaunchLab.now + .seconds(seconds), lookedAt: LaunchLab.now, isStale: false)))
    }

    /// What the log desk answers to the last request.
    private func answerLog(_ lab: inout LaunchLab, _ lines: [String]) {
        for case .view(.readLog(let request)) in lab.effects.suffix(3) {
            var window = LogWindow(request: request.number)
            window.lines = lines.map { LogLine(offset: 0, text: $0) }
            lab.tell(.view(.log(window)))
        }
    }

    @Test func ticksItsStagesOff() throws {
        var (lab, build) = try started()
        tick(&lab, 12)
        answerLog(&lab, ["Generating specs from template cmc-e2e"])
        #expect(lab.lines.contains { $0.contains("running   template step  12s") })
        #expect(lab.lines.contains { $0.contains("Generating specs") })
        lab.tell(.progress(build, StartStage.template.rawValue))
        lab.tell(.progress(build, StartStage.clear.rawValue))
        #expect(lab.lines.contains { $0.contains("done      template step  12s") })
        #expect(lab.lines.contains { $0.contains("running   start the watcher") })
    }

    @Test func goesToTheBuildOnceItIsKnown() throws {
        var (lab, build) = try started()
        lab.tell(.performed(Performed(.start, of: build, .done("started"))))
        #expect(lab.console.layer == .progress(build))
        var snapshot = lab.console.context.snapshot
        var new = BuildSnapshot(name: build, state: .running, reason: "the runner lives")
        new.startedAt = LaunchLab.now
        snapshot.builds.append(new)
        lab.tell(.view(.snapshot(snapshot)))
        #expect(lab.console.layer == nil && lab.console.browser.place == .build(build))
    }

    @Test func aFailureShowsItsLastLinesAndKeepsTheForm() throws {
        var (lab, build) = try started()
        let failure = Performed.Result.failed("the template step ended with exit status 3", lines: ["ERROR: no host"])
        lab.tell(.performed(Performed(.start, of: build, failure)))
        #expect(lab.lines.contains { $0.contains("failed    template step") })
        #expect(lab.lines.contains { $0.contains("ERROR: no host") })
        lab.press("Enter")
        #expect(lab.text(.build) == build.text && lab.form?.plan != nil)
    }

    @Test func isLeftAndFoundAgain() throws {
        var (lab, build) = try started()
        lab.press("q")
        #expect(lab.console.layer == nil && lab.console.acting[build] == .start)
        lab.press("V")
        #expect(lab.console.layer == .progress(build))
        lab.press("q")
        lab.tell(.performed(Performed(.start, of: build, .failed("no", lines: []))))
        #expect(lab.console.layer == nil)
        lab.press("V Enter")
        #expect(lab.text(.build) == build.text)
    }

    @Test(arguments: [
        ("Ctrl-C", false), ("Ctrl-C Enter", false), ("x Esc", false), ("x y", true), ("Ctrl-C Right Enter", true),
    ])
    func anInterruptionIsAskedAbout(_ keys: String, _ isInterrupted: Bool) throws {
        var (lab, build) = try started()
        lab.press(keys)
        #expect(lab.effects.contains(.interrupt(build)) == isInterrupted)
        #expect(lab.console.layer == .progress(build))
    }

    @Test func nothingElseCanBeInterrupted() throws {
        var (lab, build) = try started()
        lab.tell(.progress(build, StartStage.template.rawValue))
        lab.press("Ctrl-C y")
        #expect(!lab.effects.contains(.interrupt(build)))
    }
}
