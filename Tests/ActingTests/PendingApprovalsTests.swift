import Acting
import Formats
import Glibc
import Observing
import Plans
import Runs
import TestKit
import Testing

/// Approvals by digest, with the files that they really are.
@Suite struct PendingApprovalsTests {
    private let lab: Lab
    private let approvals: PendingApprovals
    private let folder = "var/lib/atvm-tui/prep/approvals"

    init() throws {
        lab = try Lab()
        lab.folder.write("print()\n", to: "root/atvm_prep/atvm_prep.py")
        approvals = PendingApprovals(folder: lab.root.prepApprovals)
    }

    private func plan(
        _ lun: String = "Gold", user: String? = nil, host: String? = nil, builds: [PrepFacts.Build] = []
    ) throws -> PrepPlan {
        let request = try PrepRequest(.maintenance, PrepRequest.Fields(lun: lun))
        var surroundings = try PrepPlan.Surroundings(lab.root, script: PrepScript(lab.root), person: lab.person)
        surroundings.user = user ?? surroundings.user
        surroundings.host = host ?? surroundings.host
        return try PrepPlan(request, in: surroundings, knowing: PrepFacts(builds: builds))
    }

    private func refusal(
        _ plan: PrepPlan, _ digest: String? = nil, at moment: PendingApproval.Moment = .now
    ) -> PendingRefusal? {
        do throws(PendingRefusal) {
            let approved = try approvals.use(digest ?? plan.digest.text, for: plan, at: moment)
            #expect(approved.plan == plan)
            return nil
        } catch {
            return error
        }
    }

    private func later(_ seconds: Int, steady: Int) -> PendingApproval.Moment {
        var moment = PendingApproval.Moment.now
        moment.time = moment.time + .seconds(seconds)
        moment.steady = moment.steady + .seconds(steady)
        return moment
    }

    private func file(_ plan: PrepPlan, _ ending: String = "json") -> String {
        lab.folder["\(folder)/\(plan.digest).\(ending)"]
    }

    @Test(arguments: [0o000, 0o022, 0o077] as [mode_t])
    func isOursAlone(_ mask: mode_t) throws {
        let before = umask(mask)
        defer { umask(before) }
        let plan = try plan()
        try approvals.record(plan, at: .now)
        #expect(mode(lab.folder[folder]) == 0o700 && mode(file(plan)) == 0o600)
        #expect(refusal(plan) == nil)
        #expect(mode(file(plan, "used")) == 0o600)
    }

    @Test func isGoodForOnce() throws {
        let plan = try plan()
        try approvals.record(plan, at: .now)
        #expect(refusal(plan) == nil)
        guard case .used = refusal(plan) else { return #expect(Bool(false), "used twice") }
        // Printed again, it is a new one.
        try approvals.record(plan, at: .now)
        #expect(refusal(plan) == nil)
        guard case .used = refusal(plan) else { return #expect(Bool(false), "used twice") }
    }

    /// Many at once: one gets it.
    @Test func oneOfManyGetsIt() async throws {
        let plan = try plan()
        for _ in 0..<20 {
            try approvals.record(plan, at: .now)
            let winners = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 { group.addTask { [self] in refusal(plan) == nil } }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(winners == 1)
        }
    }

    @Test func isNotUsedUpByWhatIsRefused() throws {
        let plan = try plan()
        try approvals.record(plan, at: .now)
        #expect(refusal(try self.plan("Gold2"), plan.digest.text) == .otherPlan)
        #expect(refusal(try self.plan(user: "eve"), plan.digest.text) == .otherUser("tester"))
        #expect(refusal(try self.plan(host: "h"), plan.digest.text) == .otherHost(HostIdentity.name))
        #expect(refusal(plan, at: later(3600, steady: 3600)) == .tooOld)
        #expect(refusal(plan, at: later(-5, steady: 3600)) == .clockSetBack)
        #expect(refusal(plan, at: later(5, steady: 3600)) == .tooOld)
        #expect(refusal(plan, at: later(-60, steady: 5)) == .clockSetBack)
        let build = PrepFacts.Build(try BuildName("new"), configFamily: "gold")
        #expect(refusal(try self.plan(builds: [build])) == .newConflict("new"))
        #expect(refusal(plan) == nil)
    }

    @Test func isVoidOnceTheScriptWasChanged() throws {
        let shown = try plan()
        try approvals.record(shown, at: .now)
        lab.folder.append("# changed\n", to: "root/atvm_prep/atvm_prep.py")
        #expect(refusal(try plan(), shown.digest.text) == .scriptChanged)
        #expect(refusal(try plan()) == .unknown)
    }

    @Test(arguments: [
        "", "0", "../../../../etc/passwd", String(repeating: "g", count: 64), String(repeating: ".", count: 64),
        String(repeating: "/", count: 64), String(repeating: "0", count: 64), String(repeating: "\u{660}", count: 32),
    ])
    func knowsNoOtherDigest(_ digest: String) throws {
        let plan = try plan()
        #expect(refusal(plan, digest) == .unknown)
        try approvals.record(plan, at: .now)
        #expect(refusal(plan, digest) == .unknown)
        #expect(refusal(plan) == nil)
    }

    @Test(arguments: ["link", "hard link", "fifo", "folder", "foreign", "readable", "empty", "cut", "of another"])
    func whatIsPlantedApprovesNothing(_ kind: String) throws {
        let plan = try plan()
        try approvals.record(plan, at: .now)
        let (path, aside) = (file(plan), lab.folder["aside"])
        let text = try #require(readText(path))
        rename(path, aside)
        switch kind {
        case "link": symlink(aside, path)
        case "hard link": link(aside, path)
        case "fifo": mkfifo(path, 0o600)
        case "folder": mkdir(path, 0o700)
        case "foreign":
            rename(aside, path)
            guard chown(path, 65_534, 65_534) == 0 else { return }
        case "readable":
            rename(aside, path)
            chmod(path, 0o604)
        case "empty", "cut":
            lab.folder.write(String(text.prefix(kind == "cut" ? text.count / 2 : 0)), to: "aside")
            chmod(aside, 0o600)
            rename(aside, path)
        default:
            let other = try self.plan("Gold2")
            try approvals.record(other, at: .now)
            rename(file(other), path)
        }
        guard case .unreadable = refusal(plan) else { return #expect(Bool(false), "\(kind): it was taken") }
        #expect(FileSignature(linkAt: file(plan, "used")) == nil)
    }

    /// A record cut anywhere, or with a field of another type, is never half believed.
    @Test func everyPrefixIsRefused() throws {
        let plan = try plan()
        try approvals.record(plan, at: .now)
        let bytes = Array(try #require(readText(file(plan))).utf8)
        for end in 0..<(bytes.count - 1) {
            let cut = Array(bytes[..<end])
            // Only the line break at the end may be missing.
            #expect(PendingApprovalFile(cut) == nil || end >= bytes.count - 1, "cut at \(end)")
        }
        #expect(PendingApprovalFile(bytes)?.text == String(decoding: bytes, as: UTF8.self))
        for (field, value) in [
            ("used_at", "7"), ("used_at", "\"soon\""), ("conflicts", "[1]"), ("schema", "2"), ("steady_ms", "\"1\""),
            ("made_at", "null"), ("user", "null"),
        ] {
            guard case .object(var object) = try JSONValue(json: bytes) else { return #expect(Bool(false)) }
            object[field] = try JSONValue(json: value)
            #expect(PendingApprovalFile(Array(JSONValue.object(object).prettyText.utf8)) == nil, "\(field) \(value)")
        }
    }

    @Test(arguments: ["link", "file", "open", "foreign"])
    func theFolderMustBeOurs(_ kind: String) throws {
        let plan = try plan()
        try approvals.record(plan, at: .now)
        let path = lab.folder[folder]
        switch kind {
        case "link":
            lab.folder.move(folder, to: "aside")
            lab.folder.link("aside", at: folder)
        case "file":
            lab.folder.delete(folder)
            lab.folder.write("x", to: folder)
        case "open": chmod(path, 0o770)
        default: guard chown(path, 65_534, 65_534) == 0 else { return }
        }
        guard case .unreadable = refusal(plan) else { return #expect(Bool(false), "\(kind): it was taken") }
        if kind != "open" { #expect(throws: ActingError.self) { try approvals.record(plan, at: .now) } }
    }

    @Test func whereNothingCanBeWrittenNothingIsApproved() throws {
        lab.folder.write("a file", to: "var/lib/atvm-tui")
        let plan = try plan()
        #expect(throws: ActingError.self) { try approvals.record(plan, at: .now) }
        #expect(refusal(plan) == .unknown)
    }

    @Test func forgetsWhatIsOld() throws {
        let (old, new) = (try plan(), try plan("Gold2"))
        try approvals.record(old, at: .now)
        #expect(refusal(old) == nil)
        try approvals.record(old, at: .now)
        try approvals.record(new, at: later(86_500, steady: 86_500))
        #expect(try filesIn(lab.folder[folder]) == ["\(new.digest).json"])
    }
}
