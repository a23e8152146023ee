import Screen
import TestKit
import Testing

@testable import atvm_tui

private let shipped = ShippedThemes.names

@Test(arguments: shipped)
func shippedThemesNameEveryRole(_ name: String) throws {
    let text = try #require(ShippedThemes.text(of: name))
    for role in Role.allCases { #expect(text.contains("\n\(role.name) = "), "\(name) leaves out \(role.name)") }
    #expect(try ThemeReader.theme(named: name).name == name)
}

@Test func everyThemeOfTheFolderIsShipped() throws {
    let folder = packageRoot() + "/themes"
    #expect(try filesIn(folder).filter { $0.hasSuffix(".toml") }.sorted() == shipped.map { $0 + ".toml" }.sorted())
    for name in shipped { #expect(readText("\(folder)/\(name).toml") == ShippedThemes.text(of: name)) }
}

@Test(arguments: shipped, ColorDepth.allCases)
func statesDifferInEveryThemeAtEveryDepth(_ name: String, _ depth: ColorDepth) throws {
    let theme = try ThemeReader.theme(named: name)
    for group in [
        [Role.running, .good, .bad, .warning, .waiting],
        [.bandRunning, .bandGood, .bandBad, .bandWarning, .bandSkipped],
    ] {
        let styles = group.map { theme.style($0, at: depth) }
        #expect(Set(styles).count == styles.count, "\(zip(group, styles).map { "\($0): \($1)" })")
    }
    for role in Role.allCases {
        let style = theme.style(role, at: depth)
        #expect(style.foreground == .terminal || style.foreground != style.background, "\(role) cannot be seen")
    }
    #expect(theme.style(.selected, at: depth) != theme.style(.plain, at: depth))
}

/// The grounds that logs have asked for differ, wherever there are colours, and so do a hit and the hit that one is at.
@Test(
    arguments: ["dark", "light", "high-contrast", "colour-blind-safe"], [ColorDepth.direct, .indexed, .sixteen, .eight])
func groundsOfLogsDiffer(_ name: String, _ depth: ColorDepth) throws {
    let theme = try ThemeReader.theme(named: name)
    let grounds = [Role.logOnGray, .logOnRed, .logOnGreen, .logOnYellow, .logOnBlue, .logOnMagenta, .logOnCyan]
    let colors = grounds.map { theme.style($0, at: depth).background }
    #expect(Set(colors).count == colors.count, "\(colors)")
    #expect(theme.style(.match, at: depth) != theme.style(.matchCurrent, at: depth))
}

/// With few colours a hit is told by an attribute, too, which nothing that a log has put on a ground bears.
@Test(arguments: shipped + [Theme.builtIn.name], [ColorDepth.sixteen, .eight])
func hitsAreNoGroundsOfLogs(_ name: String, _ depth: ColorDepth) throws {
    let theme = name == Theme.builtIn.name ? .builtIn : try ThemeReader.theme(named: name)
    let grounds = [Role.logOnGray, .logOnRed, .logOnGreen, .logOnYellow, .logOnBlue, .logOnMagenta, .logOnCyan]
    for hit in [Role.match, .matchCurrent] { #expect(theme.style(hit, at: depth).emphasis.contains(.underline)) }
    for ground in grounds {
        for emphasis in (0..<16).map(Emphasis.init(rawValue:)) where !emphasis.contains(.underline) {
            #expect(!theme.style(ground, emphasis, at: depth).emphasis.contains(.underline), "\(ground) \(emphasis)")
        }
    }
}

/// Text on a ground of its own, and text on the ground that the theme is made for, can be read: 4.5 to 1 as WCAG counts.
@Test(arguments: [
    ("dark", Color.rgb(0x1E, 0x1E, 0x1E), 4.5), ("colour-blind-safe", .rgb(0x1E, 0x1E, 0x1E), 4.5),
    ("light", .rgb(255, 255, 255), 4.5), ("high-contrast", .rgb(0, 0, 0), 7),
])
func textCanBeRead(_ name: String, _ ground: Color, _ least: Double) throws {
    let theme = try ThemeReader.theme(named: name)
    let lines: Set<Role> = [.rule, .progressOpen, .progressDone]
    for role in Role.allCases where !lines.contains(role) {
        let style = theme.style(role, at: .direct)
        if style.foreground == .terminal && style.background == .terminal { continue }
        let back = style.background == .terminal ? ground : style.background
        #expect(contrast(style.foreground, back) >= least, "\(name), \(role): \(contrast(style.foreground, back))")
    }
}

@Test(arguments: [
    ("[roles]\ngood = \"rod\"\n", "theme mine.toml:2: good: 'rod' is neither a colour"),
    ("[roles]\n\nfine = \"red\"\n", "theme mine.toml:3: there is no role 'fine'; there are plain, faint"),
    ("[roles]\ngood = 5\n", "theme mine.toml:2: 'good' must be a text in quotes"),
    ("[colors]\nink = \"inky\"\n", "theme mine.toml:2: 'inky' is no colour"),
    ("[colors]\nred = \"#ff0000\"\n", "theme mine.toml:2: 'red' is a colour already"),
    ("roles = 5\n", "theme mine.toml:1: 'roles' must be a table: [roles]"),
    ("[rules]\n", "theme mine.toml:1: 'rules' is neither [colors] nor [roles]"),
    ("[roles]\ngood = \n", "theme mine.toml:2: "), ("[roles\n", "theme mine.toml:1: "),
    ("[roles]\n\"g\u{1B}ood\" = \"red\"\n", "theme mine.toml:"),
])
func brokenThemesAreOneClearLine(_ text: String, _ start: String) {
    do throws(ThemeProblem) {
        let theme = try ThemeReader.theme(from: text, file: "folder/mine.toml")
        Issue.record("\(theme.name) was taken")
    } catch {
        #expect(error.description.replacing("folder/", with: "").hasPrefix(start), "\(error)")
        #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }
}

@Test func aThemeNeedNotSayEverything() throws {
    let theme = try ThemeReader.theme(
        from: "[colors]\nmine = \"#102030\"\n[roles]\nbad = \"mine\"\n", file: "/x/mine.toml")
    #expect(theme.name == "mine")
    #expect(theme[.bad] == Look(Style(.rgb(0x10, 0x20, 0x30))))
    #expect(theme[.good] == Theme.builtIn[.good])
}

@Test func unknownNamesTellTheKnownOnes() {
    #expect(
        throws: ThemeProblem(
            "dork",
            "there is no such theme; there are built-in, dark, light, high-contrast, colour-blind-safe, mono, and paths of .toml files"
        )
    ) {
        try ThemeReader.theme(named: "dork")
    }
}

@Test(arguments: [
    ("/dev/zero", "not a plain file"), ("/nonexistent/x.toml", "No such file or directory"),
    ("/tmp/", "not a plain file"),
])
func refusesWhatIsNoFile(_ path: String, _ reason: String) {
    #expect(throws: ThemeProblem(path, "cannot be read: \(reason)")) { try ThemeReader.theme(named: path) }
}

@Test func refusesByItsSizeWhatIsTooLarge() throws {
    // The test program itself: some megabytes of anything but a theme.
    #expect(throws: ThemeProblem("/proc/self/exe", "larger than 256 KiB, so it is no theme")) {
        try ThemeReader.theme(named: "/proc/self/exe")
    }
}

private func contrast(_ one: Color, _ other: Color) -> Double {
    let (light, dark) = (max(luminance(one), luminance(other)), min(luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
}

private func luminance(_ color: Color) -> Double {
    func linear(_ part: UInt8) -> Double {
        // Close enough to the exact curve of sRGB, and needs no mathematics library.
        let value = Double(part) / 255
        return value * (value * (value * 0.305306011 + 0.682171111) + 0.012522878)
    }
    let parts = color.components
    return 0.2126 * linear(parts.red) + 0.7152 * linear(parts.green) + 0.0722 * linear(parts.blue)
}
