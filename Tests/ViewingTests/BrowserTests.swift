import Runs
import Screen
import TestKit
import Testing

@testable import Viewing

@Suite struct BrowserTests {
    private static let plain = "e2e-redhat9.6-ubuntu24.04-w2k25-fc"

    private static func names(_ browser: Browser) -> [String] { browser.builds.list.ids.map(\.text) }

    // MARK: The list

    /// A status that is not posted is to be seen on the narrowest screen, and counted.
    @Test(arguments: [(Delivery.unknown, true), (.waiting, true), (.gaveUp, true), (.posted, false), (.none, false)])
    func marksWhatIsNotPosted(_ delivery: Delivery, _ isMarked: Bool) throws {
        var snapshot = try Lab.snapshot()
        let index = try #require(snapshot.builds.firstIndex { $0.state == .completed })
        snapshot.builds[index].delivery = delivery
        for columns in [60, 80, 160] {
            let lines = try Lab.browser(columns, 24, snapshot).lines
            let row = try #require(lines.first { $0.contains("e2e-ubuntu22.04-fc") })
            #expect(row.contains("⚠ e2e-ubuntu22.04-fc") == isMarked, "\(columns)")
            if columns == 160 {
                #expect(lines[0].contains("1 unposted") == isMarked)
                #expect(row.contains(delivery.word ?? "nothing of it") == isMarked)
            }
        }
        var browser = try Lab.browser(80, 24, snapshot)
        browser.press("!")
        #expect(browser.lines.contains { $0.contains("e2e-ubuntu22.04-fc") } == isMarked)
    }

    @Test func runningFirstThenTheNewest() throws {
        #expect(
            try Self.names(Lab.browser()) == [
                Self.plain, "systemos-linux-windows-iscsi", "reboot-w2k25-iscsi", "e2e-w2k19-fc", "e2e-ubuntu22.04-fc",
                "e2e-debian12-fc", "e2e-centos7-fc", "e2e-nothing-here-fc",
            ])
    }

    @Test func orderHoldsWhenAStateChanges() throws {
        var browser = try Lab.browser()
        let before = Self.names(browser)
        var snapshot = try Lab.snapshot()
        snapshot.builds[0].state = .completed
        snapshot.builds[6].state = .running
        snapshot.builds.reverse()
        _ = browser.update(.snapshot(snapshot))
        #expect(Self.names(browser) == before)
        // Sorting anew is what puts them in order, here by state.
        browser.press(">")
        #expect(Self.names(browser).last == "e2e-nothing-here-fc")
        #expect(Set(Self.names(browser).prefix(2)) == [Self.plain, "e2e-ubuntu22.04-fc"])
    }

    @Test func selectionFollowsTheBuildWhenRowsMove() throws {
        var browser = try Lab.browser()
        browser.press("j j j")
        #expect(browser.builds.list.selection?.text == "e2e-w2k19-fc")
        var snapshot = try Lab.snapshot()
        snapshot.builds.append(try Lab.build("a-new-one", .running, started: 1, []))
        _ = browser.update(.snapshot(snapshot))
        #expect(Self.names(browser).first == "a-new-one")
        #expect(browser.builds.list.selection?.text == "e2e-w2k19-fc")
        // The selected one goes: what stands in its row then is selected.
        snapshot.builds.removeAll { $0.name.text == "e2e-w2k19-fc" }
        _ = browser.update(.snapshot(snapshot))
        #expect(browser.builds.list.selection?.text == "e2e-ubuntu22.04-fc")
    }

    @Test(arguments: [
        ("w2k", 4), ("w2k !iscsi", 2), ("!w2k", 4), ("FAILED", 1), ("cmc-e2e", 8), ("oracle9", 1), ("!", 8), ("zzz", 0),
        ("  ", 8),
        ("e2e !running !failed", 5),
    ])
    func filters(_ text: String, _ count: Int) throws {
        var browser = try Lab.browser()
        browser.press("/")
        browser.type(text)
        #expect(Self.names(browser).count == count)
        browser.press("Enter")
        #expect(Self.names(browser).count == count)
        #expect(browser.layer == nil)
        browser.press("/ Ctrl-U")
        browser.press("Enter")
        #expect(Self.names(browser).count == 8)
    }

    @Test func escapeBringsTheOldFilterBack() throws {
        var browser = try Lab.browser()
        browser.press("/ w 2 k Enter / 1 9")
        #expect(Self.names(browser) == ["e2e-w2k19-fc"])
        browser.press("Esc")
        #expect(Self.names(browser).count == 4)
        #expect(browser.builds.list.filter.text == "w2k")
    }

    @Test func attentionAlone() throws {
        var browser = try Lab.browser()
        browser.press("!")
        #expect(
            Self.names(browser) == [
                Self.plain, "reboot-w2k25-iscsi", "e2e-w2k19-fc", "e2e-debian12-fc", "e2e-nothing-here-fc",
            ])
        browser.press("!")
        #expect(Self.names(browser).count == 8)
    }

    @Test func sortsByEveryColumnAndBack() throws {
        var browser = try Lab.browser()
        let natural = Self.names(browser)
        browser.press("I")
        #expect(browser.messageText?.contains("choose a column first") == true)
        browser.press("> >")
        #expect(Self.names(browser) == natural.sorted())
        browser.press("I")
        #expect(Self.names(browser) == natural.sorted().reversed())
        // Beyond the last column, and before the first, stands the natural order.
        browser.press("> > > >")
        #expect(browser.builds.list.sort == nil)
        #expect(Self.names(browser) == natural)
        browser.press("<")
        #expect(browser.builds.list.sort?.column == BuildColumns.table.index(ofColumn: "age"))
        browser.press("> >")
        #expect(browser.builds.list.sort?.column == 0)
        browser.press("<")
        #expect(browser.builds.list.sort == nil)
        for name in ["state", "build", "template", "hosts", "age"] {
            browser.press(":")
            browser.type("sort \(name)")
            browser.press("Enter")
            #expect(browser.builds.list.sort.map { BuildColumns.table.columns[$0.column].title.lowercased() } == name)
        }
        browser.press(":")
        browser.type("sort colour")
        browser.press("Enter")
        #expect(browser.messageText == "cannot sort by 'colour'; there are state, build, template, hosts, age")
    }

    // MARK: Going in and out

    @Test func enterAndBack() throws {
        var browser = try Lab.browser()
        let name = try Lab.name(Self.plain)
        #expect(browser.press("Enter") == [.attend(name)])
        #expect(browser.place == .build(name))
        // First what needs a person.
        #expect(browser.build.list.selection?.name == "ubuntu24.04")
        #expect(browser.press("Enter") == [])
        #expect(browser.place == .host(name, HostID(Lab.host("ubuntu24.04", .failed, step: 7))))
        #expect(browser.press("s") == [])
        #expect(browser.place == .report(name))
        for (key, place) in [
            ("Esc", Place.host(name, HostID(Lab.host("ubuntu24.04", .waiting)))), ("q", .build(name)),
        ] {
            browser.press(key)
            #expect(browser.place == place)
        }
        #expect(browser.press("h") == [.attend(nil)])
        #expect(browser.place == .builds)
        #expect(browser.builds.list.selection == name)
        // Keys that move do not leave the program.
        #expect(browser.press("h Left") == [])
        #expect(browser.press("q") == [.quit])
    }

    /// The bar counts problems; the messages name every one of them, whole.
    @Test func messagesNameEveryProblem() throws {
        var snapshot = try Lab.snapshot()
        let long = String(repeating: "a rather long explanation ", count: 4)
        snapshot.problems = (1...30).map { "problem \($0) with \(long)ends here" }
        var browser = try Lab.browser(60, 15, snapshot)
        browser.press("t M")
        var seen: Set<String> = []
        for _ in 0..<120 {
            seen.formUnion(browser.lines)
            browser.press("j")
        }
        let unnamed = (1...30).filter { number in !seen.contains { $0.contains("problem \(number) with") } }
        #expect(unnamed.isEmpty)
        let areWhole = seen.contains { $0.contains("ends here") } && !seen.contains { $0.contains("explan…") }
        #expect(areWhole)
        let end = browser.lines
        browser.press("k k j j")
        #expect(browser.lines == end)
    }

    /// Every panel shows its end after enough of `J`, and no key is owed back then.
    @Test(arguments: [Size(columns: 60, rows: 15), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)], 0..<6)
    func panelsScroll(_ size: Size, _ tabs: Int) throws {
        var snapshot = try Lab.snapshot()
        snapshot.builds[0].anomalies = (1...30).map { "anomaly \($0)" }
        var browser = try Lab.browser(size.columns, size.rows, snapshot)
        browser.press("Enter")
        for _ in 0..<tabs { browser.press("Tab") }
        let panel = browser.build.panel
        let natural = browser.lines
        for _ in 0..<100 { browser.press("K") }
        let top = browser.lines
        for _ in 0..<100 { browser.press("J") }
        let end = browser.lines
        let last: [BuildPlace.Panel: String] = [
            .host: "step20", .flow: "22 Power off", .timing: "average", .coverage: "run options", .failures: "step20",
            .notes: "anomaly 30",
        ]
        let wanted = try #require(last[panel])
        #expect(end.contains { $0.contains(wanted) }, "\(panel)")
        // The heading of each stands where it begins.
        if top != end { #expect(!top.contains { $0.contains(wanted) }, "\(panel)") }
        for _ in 0..<100 { browser.press("K") }
        #expect(browser.lines == top)
        // Another host begins where it matters again.
        browser.press("J j k")
        #expect(browser.lines == natural)
    }

    @Test func aRemovedBuildLeadsBackToTheList() throws {
        var browser = try Lab.browser()
        browser.press("Enter Enter ?")
        var snapshot = try Lab.snapshot()
        snapshot.builds.removeFirst()
        snapshot.isComplete = false
        _ = browser.update(.snapshot(snapshot))
        #expect(browser.place != .builds)
        snapshot.isComplete = true
        _ = browser.update(.snapshot(snapshot))
        #expect(browser.place == .builds)
        #expect(browser.layer == nil)
        #expect(browser.messageText == "\(Self.plain) is gone: its log and its state were removed")
    }

    @Test func opensOnABuild() throws {
        let name = try Lab.name("e2e-w2k19-fc")
        var empty = Snapshot(controller: "c", takenAt: Lab.now)
        let context = ViewContext(snapshot: empty, now: Lab.now, clock: Lab.clock, glyphs: .unicode)
        var browser = Browser(context: context, size: Size(columns: 80, rows: 24), opening: name)
        #expect(browser.place == .builds)
        #expect(browser.update(.snapshot(try Lab.snapshot())) == [.attend(name)])
        #expect(browser.place == .build(name))
        var other = Browser(context: context, size: Size(columns: 80, rows: 24), opening: try Lab.name("nobody"))
        empty.isComplete = true
        _ = other.update(.snapshot(empty))
        #expect(other.messageText == "there is no build 'nobody' on this controller")
    }

    @Test func failuresInOrder() throws {
        var browser = try Lab.browser()
        var seen: [String] = []
        for _ in 0..<6 {
            browser.press("]f")
            seen.append(browser.builds.list.selection?.text ?? "")
        }
        let wanted = ["reboot-w2k25-iscsi", "e2e-w2k19-fc", "e2e-debian12-fc", "e2e-nothing-here-fc", Self.plain]
        #expect(seen == wanted + wanted.prefix(1))
        browser.press("[f")
        #expect(browser.builds.list.selection?.text == Self.plain)
        browser.press("Enter k ]f")
        #expect(browser.build.list.selection?.name == "ubuntu24.04")
        browser.press("Enter ]f")
        #expect(browser.messageText == "no other host has failed")
    }

    // MARK: The command line

    @Test(arguments: [
        ("build e2e-w2k19-fc", nil), ("b e2e-w2k19-fc", nil), ("build", "say which: :build NAME"),
        ("build nobody", "there is no build 'nobody'"),
        ("nonsense", "there is no command ':nonsense'; Tab shows what there is"),
        ("non\u{1B}sense", nil), ("", nil), ("   ", nil),
    ])
    func orders(_ text: String, _ message: String?) throws {
        var browser = try Lab.browser()
        browser.press(":")
        browser.type(text)
        browser.press("Enter")
        #expect(browser.layer == nil || text.contains("\u{1B}"))
        if let message { #expect(browser.messageText == message) }
        if text.hasSuffix("w2k19-fc") { #expect(browser.place == .build(try Lab.name("e2e-w2k19-fc"))) }
    }

    @Test(arguments: [
        ("quit", [ViewEffect.quit]), ("q", [.quit]), ("refresh", [.refresh]), ("redraw", [.redraw]),
        ("theme", [.useTheme(nil)]),
        ("theme mono", [.useTheme("mono")]), ("builds", [.attend(nil)]),
    ])
    func ordersWithEffects(_ text: String, _ effects: [ViewEffect]) throws {
        var browser = try Lab.browser()
        browser.press(":")
        browser.type(text)
        #expect(browser.press("Enter") == effects)
    }

    @Test func completesCommandsAndNames() throws {
        let browser = try Lab.browser()
        #expect(CommandLine.completions(of: "bui", browser) == ["build", "builds"])
        #expect(CommandLine.completions(of: "build e2e-w", browser) == ["build e2e-w2k19-fc"])
        #expect(CommandLine.completions(of: "theme ", browser) == ["theme dark", "theme light", "theme mono"])
        #expect(CommandLine.completions(of: "sort a", browser) == ["sort age"])
        #expect(CommandLine.completions(of: "zzz", browser).isEmpty)
        var typed = browser
        typed.press(":")
        typed.type("build e2e-w")
        typed.press("Tab Enter")
        #expect(typed.place == .build(try Lab.name("e2e-w2k19-fc")))
    }

    @Test func pastedTextIsNeverKeys() throws {
        var browser = try Lab.browser()
        #expect(browser.update(.input(.paste("q\n:quit\n"))) == [])
        #expect(browser.place == .builds)
        #expect(browser.messageText == "pasted text is not taken as keys; open / or : first")
        browser.press("/")
        #expect(browser.update(.input(.paste("w2k19\n"))) == [])
        #expect(Self.names(browser) == ["e2e-w2k19-fc"])
        browser.press("Esc :")
        #expect(browser.update(.input(.paste("quit\n"))) == [])
        #expect(browser.press("Esc") == [])
    }

    // MARK: Copying

    @Test func copies() throws {
        var browser = try Lab.browser()
        guard case .copy(let report, let what)? = browser.press("y").first else {
            Issue.record("nothing was copied")
            return
        }
        #expect(what == "the status report of \(Self.plain)")
        #expect(report.hasPrefix("## ATVM Run Status\n### \(Self.plain)\n"))
        #expect(
            browser.press("Y") == [
                .copy(
                    text: "npx tsx cmc-templates.py -t cmc-e2e --ignore_force_shutdown",
                    what: "the template command of \(Self.plain)")
            ])
        guard case .copy(let failure, _)? = browser.press("Enter Enter y").last else {
            Issue.record("nothing was copied")
            return
        }
        #expect(failure.hasPrefix("ubuntu24.04: 7. Create migration session: AssertionError: "))
        #expect(failure.contains("\n  build: \(Self.plain)\n"))
        browser.press("q q j")
        #expect(browser.press("Y") == [])
    }

    // MARK: The mouse

    private func click(_ browser: inout Browser, _ x: Int, _ y: Int) -> [ViewEffect] {
        browser.update(.input(.mouse(MouseEvent(.press, at: Point(x: x, y: y)))))
    }

    @Test func clicksSelectOpenAndSort() throws {
        var browser = try Lab.browser()
        #expect(click(&browser, 20, 6) == [])
        #expect(browser.builds.list.selection?.text == "e2e-w2k19-fc")
        #expect(click(&browser, 20, 6) == [.attend(try Lab.name("e2e-w2k19-fc"))])
        browser.press("q")
        #expect(click(&browser, 20, 20) == [])
        #expect(click(&browser, 18, 2) == [])
        #expect(browser.builds.list.sort?.column == 1)
        #expect(click(&browser, 18, 2) == [])
        #expect(browser.builds.list.sort?.isDescending == true)
        _ = browser.update(.input(.mouse(MouseEvent(.wheelDown, at: Point(x: 1, y: 1)))))
        _ = browser.update(.input(.mouse(MouseEvent(.release, at: Point(x: 1, y: 1)))))
    }

    @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 200, rows: 60)])
    func clicksInTheHostTable(_ size: Size) throws {
        var browser = try Lab.browser(size.columns, size.rows)
        browser.press("Enter")
        for (index, line) in browser.lines.enumerated() where !line.hasPrefix("─") {
            guard
                let host = ["redhat9.6", "ubuntu24.04", "w2k25", "oracle9"].first(where: {
                    line.dropFirst(2).hasPrefix($0 + " ")
                })
            else { continue }
            if browser.build.list.selection?.name == host { continue }
            #expect(click(&browser, 5, index) == [])
            #expect(browser.build.list.selection?.name == host)
        }
        // Every heading sorts by its own column, also where the log stands beside the table.
        let heading = try #require(browser.lines.firstIndex { $0.hasPrefix("  HOST") })
        for title in ["HOST", "STATUS", "STEP", "ELAPSED"] {
            guard let range = browser.lines[heading].firstRange(ofText: title) else {
                Issue.record("no \(title)")
                continue
            }
            let x = browser.lines[heading][..<range.lowerBound].count + 1
            _ = click(&browser, x, heading)
            let column = browser.build.list.sort.map {
                HostColumns.table(isCategorized: false).columns[$0.column].title
            }
            #expect(column == title)
        }
    }
}
