import Acting
import ArgumentParser
import Observing
import Operating
import Runs
import Screen
import Viewing

/// `atvm-tui wallboard`: the board on the wall.
struct WallboardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wallboard", abstract: "Show what runs, to be read from across the room; q leaves.",
        discussion: "It changes nothing and takes no keys but q, Esc and Ctrl-C.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var look: LookOptions

    @Option(help: ArgumentHelp("Turn the page after so many seconds, 1 to 3600.", valueName: "seconds"))
    var rotate = 15

    @Option(
        help: ArgumentHelp(
            "Show this build alone; may be given several times. Without it: what runs, and the latest.",
            valueName: "name"), completion: .builds)
    var build: [String] = []

    func validate() throws {
        try Self.check(rotate: rotate)
        for name in build { _ = try BuildArgument.check(name) }
    }

    func run() throws {
        let builds = try build.map(BuildArgument.check)
        let settings = try options.settings()
        let inbox = Mailbox<ViewMessage>()
        let end = try ScreenSession(settings, look: look).run(badge: nil, inbox: inbox) { views in
            var views = views
            views.preps = PrepWatch(settings.observatory.root, settles: false) {
                inbox.put(.preps(PrepSign(of: $0.preps)))
            }
            return views
        } _: { context, size, _ in
            Wallboard(context: context, size: size, rotate: .seconds(rotate), builds: builds)
        }
        ScreenSession.die(by: end)
    }

    static func check(rotate: Int) throws {
        guard (1...3600).contains(rotate) else {
            throw ValidationError("--rotate is \(rotate); it must be 1 to 3600 seconds.")
        }
    }
}
