import Plans
import Runs
import Screen
import TestKit
import Testing
import Viewing

@testable import Operating

/// Claiming and waiving failures.
@Suite struct MarkTests {
    private static let failed = "systemos-w2k22-iscsi"

    private func console(
        claimedBy other: String? = nil, waivedBy owner: String? = nil, _ size: Size = Size(columns: 80, rows: 30)
    ) throws -> OperatorConsole {
        var console = try Lab.console(
            size.columns, size.rows, try snapshot(claimedBy: other, waivedBy: owner))
        console.press("j j e")
        return console
    }

    /// With a failed host that somebody has marked.
    private func snapshot(claimedBy other: String? = nil, waivedBy owner: String? = nil) throws -> Snapshot {
        var snapshot = try Lab.snapshot()
        var host = HostSnapshot(name: "w2k22", status: .failed, detail: "step 3. Uninstall: it broke")
        if let other {
            host.mark = FailureMark(host: "w2k22", subRun: nil)
            host.mark?.claim = FailureMark.Stamp(by: other, at: Lab.now)
        }
        if let owner {
            host.mark = host.mark ?? FailureMark(host: "w2k22", subRun: nil)
            host.mark?.waiver = FailureMark.Stamp(by: owner, at: Lab.now)
            host.mark?.comment = "known"
        }
        snapshot.builds[2].hosts.append(host)
        snapshot.builds[2].counts = HostCounts(snapshot.builds[2].hosts.map(\.status))
        return snapshot
    }

    private func plan(_ decision: MarkPlan.Decision, over other: String? = nil) throws -> [ApprovedAction] {
        let target = MarkPlan.Target(host: "w2k22", subRun: nil, claimedBy: other)
        let plan = try #require(MarkPlan(try BuildName(Self.failed), [target], decision))
        return [plan.approve(.yes).map(ApprovedAction.mark)].compactMap(\.self)
    }

    private func waiver(_ text: String) throws -> MarkPlan.Decision { .waive(try #require(WaiverComment(text))) }

    @Test(arguments: OperatorPictures.sizes)
    func dialogs(_ size: Size) throws {
        var console = try console(claimedBy: "alice", size)
        console.press("C Tab")
        expectGolden(console.lines, "claim-\(size.columns)x\(size.rows)")
        console.press("Esc W")
        console.type("known firmware fault")
        console.press("Tab")
        expectGolden(console.lines, "waive-\(size.columns)x\(size.rows)")
    }

    @Test func claims() throws {
        var console = try console()
        console.press("C")
        console.wasShown()
        #expect(console.text.contains("w2k22 of \(Self.failed)"))
        #expect(try console.press("Tab Enter").performed == plan(.claim))
    }

    /// What `y` would do is to be seen before it is pressed, and a key that was typed ahead does nothing.
    @Test func yesIsAYes() throws {
        var console = try console(claimedBy: "alice")
        for key in ["C", "y"] as [Unicode.Scalar] {
            let effects = console.update(.view(.input(.key(.character(key)))))
            #expect(effects.performed.isEmpty, "before it was to be seen")
        }
        console.wasShown()
        #expect(console.text.contains("take w2k22 over from alice") && console.text.contains("y yes"))
        #expect(try console.press("y").performed == plan(.claim, over: "alice"))
        console = try self.console(claimedBy: "alice")
        console.press("C")
        console.wasShown()
        #expect(try console.press("Tab Tab y").performed == plan(.release, over: "alice"))
    }

    /// In a comment `y` is a letter, and Esc leaves it, whatever was typed.
    @Test func leavesAWaiverThatWasTyped() throws {
        var console = try console()
        console.press("W")
        console.wasShown()
        #expect(console.press("y y").performed.isEmpty)
        #expect(console.text.contains("> yy"))
        #expect(console.press("Esc").performed.isEmpty)
        #expect(console.layer == nil)
        #expect(console.message.contains("the failure was left as it is"))
        // Without a comment there is nothing but to leave it.
        console.press("W")
        console.wasShown()
        #expect(console.press("Enter").performed.isEmpty && console.layer == nil)
    }

    @Test func takesOverInTheOpen() throws {
        var console = try console(claimedBy: "alice")
        console.press("C")
        console.wasShown()
        console.press("Tab")
        #expect(console.text.contains("alice looks at it") && console.text.contains("take w2k22 over from alice"))
        #expect(try console.press("Enter").performed == plan(.claim, over: "alice"))
        console = try self.console(claimedBy: "alice")
        console.press("C")
        console.wasShown()
        #expect(try console.press("Tab Tab Enter").performed == plan(.release, over: "alice"))
    }

    @Test func replacesAWaiverInTheOpen() throws {
        var console = try console(waivedBy: "root")
        console.press("W")
        console.wasShown()
        console.type("fan")
        console.press("Tab")
        #expect(console.text.contains("replace root's waiver of w2k22 (known)"))
        #expect(console.press("Enter").performed.count == 1)
    }

    @Test func waivesWithAComment() throws {
        var console = try console()
        console.press("W")
        console.wasShown()
        #expect(console.press("Tab Enter").performed.isEmpty, "a waiver without a comment")
        for character in "bad q fan" { console.press(character == " " ? "Space" : String(character)) }
        #expect(try console.press("Enter").performed == plan(waiver("bad q fan")))
    }

    @Test(arguments: [
        "C Enter", "C Esc", "C q", "W Enter", "W Esc", "W y Enter", "W Tab Enter", "C Tab Tab Enter",
    ])
    func nothingElseMarks(_ keys: String) throws {
        var console = try console()
        for key in keys.split(separator: " ") {
            #expect(console.press(String(key)).performed.isEmpty, "\(keys)")
            console.wasShown()
        }
    }

    @Test func whatWasNotSeenIsNotMarked() throws {
        var console = try console()
        console.press("C Tab")
        console.wasShown()
        _ = console.update(.view(.resized(Size(columns: 90, rows: 30))))
        // Faster than the screen could be drawn again.
        #expect(console.update(.view(.input(.key(.enter)))).performed.isEmpty)
        console.wasShown()
        #expect(console.press("Enter").performed.count == 1)
    }

    /// Others mark while the dialog is open: it says so, and what a yes would do now has to be seen and chosen again.
    @Test func whatOthersDoMeanwhileIsShown() throws {
        var console = try console()
        console.press("C Tab")
        console.wasShown()
        _ = console.update(.view(.snapshot(try snapshot(claimedBy: "alice"))))
        #expect(console.press("Enter y").performed.isEmpty)
        console = try self.console()
        console.press("C Tab")
        console.wasShown()
        _ = console.update(.view(.snapshot(try snapshot(claimedBy: "alice"))))
        console.wasShown()
        #expect(console.text.contains("meanwhile: w2k22: alice looks at it"), "\(console.text)")
        #expect(console.text.contains("take w2k22 over from alice") && console.text.contains("[ Nobody does ]"))
        #expect(try console.press("y").performed == plan(.claim, over: "alice"))
    }

    /// News is what differs from what stood there when it was opened: what was taken back is none.
    @Test func whatIsAsItWasIsNoNews() throws {
        var console = try console()
        console.press("C")
        console.wasShown()
        for (other, owner) in [("alice", nil), ("alice", "bob")] as [(String?, String?)] {
            _ = console.update(.view(.snapshot(try snapshot(claimedBy: other, waivedBy: owner))))
        }
        console.wasShown()
        #expect(console.text.contains("meanwhile: w2k22: waived by bob: known; alice looks at it"), "\(console.text)")
        _ = console.update(.view(.snapshot(try snapshot())))
        console.wasShown()
        #expect(!console.text.contains("meanwhile"), "\(console.text)")
    }

    @Test func whatOthersWithdrawMeanwhileIsShown() throws {
        var console = try console(claimedBy: "alice")
        console.press("C Tab Tab")
        console.wasShown()
        _ = console.update(.view(.snapshot(try snapshot())))
        console.wasShown()
        #expect(console.text.contains("meanwhile: w2k22: its mark is gone"), "\(console.text)")
        #expect(!console.text.contains("Nobody does") && !console.text.contains("alice"))
        // The button that had the focus is gone; the safe one has it.
        #expect(console.press("Enter").performed.isEmpty && console.layer == nil)
    }

    /// The key that ends a line does not throw away what was typed: it leads to the buttons, and from there acts.
    @Test func enterBehindACommentLeadsOn() throws {
        var console = try console()
        console.press("W")
        console.wasShown()
        console.type("fan")
        #expect(console.press("Enter").performed.isEmpty && console.layer != nil)
        console.wasShown()
        #expect(try console.press("Enter").performed == plan(waiver("fan")))
        // Whoever goes to the other button means it.
        console = try self.console()
        console.press("W")
        console.wasShown()
        console.type("fan")
        console.press("Tab Tab")
        #expect(console.press("Enter").performed.isEmpty && console.layer == nil)
    }

    /// What cannot be read any more is not called withdrawn, and nothing is written over it.
    @Test func unreadableMarksStopTheDialog() throws {
        var console = try console(claimedBy: "alice")
        console.press("C")
        console.wasShown()
        var unreadable = try snapshot()
        for index in unreadable.builds.indices { unreadable.builds[index].marksProblem = "/b/failures.json: not JSON" }
        _ = console.update(.view(.snapshot(unreadable)))
        console.wasShown()
        #expect(console.text.contains("what is marked cannot be read: /b/failures.json: not JSON"), "\(console.text)")
        #expect(!console.text.contains("its mark is gone"))
        #expect(console.press("y").performed.isEmpty)
        // Nor is it asked at all.
        console.press("Esc C")
        console.wasShown()
        #expect(console.text.contains("what is marked cannot be read"))
        #expect(console.press("y").performed.isEmpty)
        _ = console.update(.view(.snapshot(try snapshot(claimedBy: "alice"))))
        console.wasShown()
        #expect(!console.text.contains("cannot be read"))
    }

    /// A comment that was typed stays, and would replace what others have said now.
    @Test func aWaiverOfOthersMeanwhileIsShown() throws {
        var console = try console()
        console.press("W")
        console.wasShown()
        console.type("fan")
        _ = console.update(.view(.snapshot(try snapshot(waivedBy: "root"))))
        console.wasShown()
        console.press("Tab")
        #expect(console.text.contains("> fan") && console.text.contains("waived by root: known"), "\(console.text)")
        #expect(console.text.contains("replace root's waiver of w2k22 (known)"))
        #expect(console.press("Enter").performed.count == 1)
    }

    /// A snapshot that brings nothing new of these hosts leaves the dialog as it is.
    @Test func anotherSnapshotChangesNothing() throws {
        var console = try console(claimedBy: "alice")
        console.press("C Tab")
        console.wasShown()
        _ = console.update(.view(.snapshot(try snapshot(claimedBy: "alice"))))
        #expect(!console.text.contains("meanwhile"))
        #expect(try console.press("Enter").performed == plan(.claim, over: "alice"))
    }

    /// What was refused is told whole, in however many rows that takes.
    @Test(arguments: [60, 80, 120])
    func aRefusalIsToldWhole(_ columns: Int) throws {
        var console = try console(Size(columns: columns, rows: 24))
        let name = try BuildName("e2e-redhat9.6-ubuntu24.04-w2k25-fc")
        let why = "alice from 192.168.3.7 looks at w2k22 meanwhile; ask again to take it over"
        _ = console.update(.performed(Performed(.mark, of: name, .failed(why, lines: []))))
        let told = console.lines.map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: " ")
        #expect(told.contains("\(name): \(why)"), "\(console.text)")
        // The next key gives the rows back.
        console.press("j")
        #expect(!console.text.contains("to take it over") && console.text.contains("alice from"), "\(console.text)")
    }

    @Test func aHostThatHasNotFailedAnyMoreIsNotMarked() throws {
        var console = try console()
        console.press("C Tab")
        console.wasShown()
        _ = console.update(.view(.snapshot(try Lab.snapshot())))
        #expect(console.press("Enter Tab Enter").performed.isEmpty)
    }

    /// Hundreds at once: what asks keeps its room on the smallest screen.
    @Test func manyHosts() throws {
        var snapshot = try Lab.snapshot()
        for index in 0..<300 {
            var host = HostSnapshot(name: "h\(index)", status: .failed, detail: "step 3. Uninstall: it broke")
            host.mark = FailureMark(host: host.name, subRun: nil)
            host.mark?.claim = FailureMark.Stamp(by: "alice", at: Lab.now)
            snapshot.builds[2].hosts.append(host)
        }
        snapshot.builds[2].counts = HostCounts(snapshot.builds[2].hosts.map(\.status))
        var console = try Lab.console(60, 15, snapshot)
        console.press("j j e C")
        console.wasShown()
        #expect(console.text.contains("h0, h1, h2, h3 and 296 more of"), "\(console.text)")
        #expect(console.text.contains("and 296 more are marked") && console.text.contains("[ I look at it ]"))
        #expect(console.press("Tab Enter").performed.count == 1)
    }

    @Test func aCommentThatIsTooLongIsSaidToBe() throws {
        var console = try console()
        console.press("W")
        console.wasShown()
        _ = console.update(.view(.input(.paste(String(repeating: "x", count: 1_000_000)))))
        #expect(console.text.contains("a comment has at most 400 characters; this one has 800"))
        #expect(console.press("Tab Enter").performed.isEmpty)
    }

    @Test func withoutAFailureTheKeysSayWhy() throws {
        var console = try Lab.console()
        console.press("C")
        #expect(console.layer == nil)
        #expect(console.text.contains("no failed host is selected"))
    }
}
