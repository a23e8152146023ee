import Screen
import TestKit
import Testing

@Suite struct FormTests {
    private enum ID: String, CaseIterable, Hashable, Sendable { case name, family, hosts, categorize, go }

    private let size = Size(columns: 60, rows: 12)

    private func form() -> Form<ID> {
        let families = FormList([.init("gold"), .init("gold2")], chosen: ["gold"], takesOther: true)
        let hosts = FormList(
            [
                .init("redhat9.6", detail: "5.14.0"), .init("ubuntu24.04", detail: "6.8.0"), .init("w2k25"),
                .init("w2k22"),
            ], takesMany: true, takesOther: true)
        return Form(
            FormField(.name, "Name", .text("b")),
            [
                FormField(.family, "Config family", .list(families)), FormField(.hosts, "Hosts", .list(hosts)),
                FormField(.categorize, "Categorize", .toggle(false)), FormField(.go, "Launch", .button),
            ])
    }

    /// Keys by their names, a blank between two.
    @discardableResult
    private func press(_ keys: String, _ form: inout Form<ID>) -> Form<ID>.Outcome {
        var outcome = Form<ID>.Outcome.ignored
        for name in keys.split(separator: " ") {
            guard let key = Key(name: String(name)) else { continue }
            outcome = form.handle(key, in: size)
        }
        return outcome
    }

    @Test(arguments: [
        ("", "name"), ("Tab", "family"), ("Tab Tab Tab Tab Tab", "name"), ("Shift-Tab", "go"), ("Up", "name"),
        ("Down Down", "hosts"), ("Enter", "family"), ("Tab Enter", "family"), ("Tab Enter Tab", "hosts"),
        ("Tab Tab Enter Enter", "categorize"), ("Tab Tab w Shift-Tab", "family"),
    ])
    func focusGoes(_ keys: String, _ wanted: String) {
        var form = form()
        press(keys, &form)
        #expect(form.focus.rawValue == wanted)
    }

    @Test(arguments: [
        ("x Backspace Backspace a", "a", "gold", "", false), ("Tab Right", "b", "gold2", "", false),
        ("Tab Left", "b", "gold2", "", false), ("Tab Space Down Enter", "b", "gold2", "", false),
        ("Tab 2 Enter", "b", "gold2", "", false), ("Tab o w n Tab", "b", "own", "", false),
        ("Tab x Esc Esc Down", "b", "gold", "", false), ("Tab Backspace", "b", "", "", false),
        ("Tab Tab Space Space Down Space", "b", "gold", "redhat9.6 ubuntu24.04", false),
        ("Tab Tab w 2 k 2 2 Enter Enter", "b", "gold", "w2k22", false),
        ("Tab Tab x 1 , y Tab", "b", "gold", "x1 y", false),
        ("Tab Tab r e d Tab Space", "b", "gold", "redhat9.6", true),
        ("Tab Tab Space Space Space Esc", "b", "gold", "", false),
        ("Tab Tab w 2 5 Enter Esc Backspace", "b", "gold", "", false),
        ("Tab Tab Tab Space", "b", "gold", "", true), ("Tab Tab Tab x x", "b", "gold", "", false),
    ])
    func valuesBecome(_ keys: String, _ name: String, _ family: String, _ hosts: String, _ isOn: Bool) {
        var form = form()
        press(keys, &form)
        #expect(form.value(.name).text == name)
        #expect(form.value(.family).text == family)
        #expect(form.value(.hosts).chosen.joined(separator: " ") == hosts)
        #expect(form.value(.categorize).isOn == isOn)
    }

    /// Esc and Ctrl-C belong to the owner, but for an open list.
    @Test(arguments: [
        ("Esc", false), ("Ctrl-C", false), ("Tab Esc", false), ("Tab Space Esc", true), ("Tab Space Ctrl-C", false),
        ("Tab Tab Tab Esc", false), ("Shift-Tab Esc", false), ("Ctrl-G", false), ("Tab Ctrl-G", false),
    ])
    func leavesKeysToItsOwner(_ keys: String, _ isTaken: Bool) {
        var form = form()
        #expect((press(keys, &form) != .ignored) == isTaken)
    }

    @Test func pressesItsButton() {
        var form = form()
        #expect(press("Shift-Tab Enter", &form) == .pressed(.go))
    }

    @Test func aPastedTextIsNeverAKey() {
        var form = form()
        _ = form.paste("a\nb\t", in: size)
        #expect(form.value(.name).text == "ba b " && form.focus == .name)
        form.setFocus(.hosts)
        #expect(form.paste("w2k25, one\ntwo", in: size) == .changed(.hosts))
        #expect(form.value(.hosts).chosen == ["w2k25", "one", "two"])
        form.setFocus(.go)
        #expect(form.paste("\n", in: size) == .ignored)
    }

    @Test func theMouseReachesEverything() {
        var form = form()
        #expect(form.click(at: Point(x: 20, y: 3), in: size) == .changed(.categorize))
        #expect(form.value(.categorize).isOn)
        _ = form.click(at: Point(x: 20, y: 2), in: size)
        #expect(form.isListOpen)
        #expect(form.click(at: Point(x: 20, y: 4), in: size) == .changed(.hosts))
        #expect(form.value(.hosts).chosen == ["ubuntu24.04"])
        #expect(form.click(at: Point(x: 20, y: 8), in: size) == .pressed(.go))
        #expect(form.click(at: Point(x: 0, y: 11), in: size) == .ignored)
    }

    /// Options that come in while one types are what the typed beginning stands for.
    @Test func optionsThatComeLateAreFound() {
        let list = FormList([], takesMany: true, takesOther: true)
        var form = Form<ID>(FormField(.hosts, "Hosts", .list(list)), [FormField(.go, "Launch", .button)])
        for key in [Key.character("w"), .character("2")] { _ = form.handle(key, in: size) }
        form.setOptions([.init("redhat9.6"), .init("w2k25")], of: .hosts)
        _ = form.handle(.tab, in: size)
        #expect(form.value(.hosts).chosen == ["w2k25"])
    }

    /// Text that was begun in a list is not lost when the mouse goes elsewhere.
    @Test func leavingAListTakesWhatWasTyped() {
        var form = form()
        press("Tab Tab x y", &form)
        _ = form.click(at: Point(x: 0, y: 0), in: size)
        #expect(form.value(.hosts).chosen == ["xy"])
    }

    @Test(arguments: [
        ("closed", 60, 12, ""), ("many-open", 60, 12, "Tab Tab Space w"), ("choice-open", 40, 6, "Tab Space"),
        ("scrolled", 40, 4, "Shift-Tab"),
    ])
    func pictures(_ name: String, _ columns: Int, _ rows: Int, _ keys: String) {
        var form = form()
        form[.name]?.remarks = [FormRemark(.problem, "build name 'b' is one of a build that runs")]
        form[.hosts]?.remarks = [FormRemark(.warning, "none is chosen"), FormRemark(.note, "typed ones count")]
        for key in keys.split(separator: " ") {
            guard let key = Key(name: String(key)) else { continue }
            _ = form.handle(key, in: Size(columns: columns, rows: rows))
        }
        let canvas = Canvas(size: Size(columns: columns, rows: rows))
        form.draw(on: canvas)
        expectGolden(canvas.frame.plainText, "form-\(name)")
    }

    /// Whatever is pressed, the focus can be seen.
    @Test(arguments: 0..<40)
    func theFocusIsAlwaysOnTheScreen(_ seed: UInt64) {
        var form = form()
        var state = seed &* 2_654_435_761 &+ 1
        let keys = ["Tab", "Shift-Tab", "Down", "Up", "Space", "Enter", "w", "Esc", "Backspace", "PgDn"]
        let small = Size(columns: 30, rows: 3)
        form[.hosts]?.remarks = [FormRemark(.problem, "a long remark that is wrapped into several lines of the form")]
        for _ in 0..<60 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            guard let key = Key(name: keys[Int(state >> 33) % keys.count]) else { continue }
            _ = form.handle(key, in: small)
            let canvas = Canvas(size: small)
            form.draw(on: canvas)
            #expect(canvas.frame.plainText.contains { $0.hasPrefix("▌") })
        }
    }
}
