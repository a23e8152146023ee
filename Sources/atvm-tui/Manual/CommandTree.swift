import Formats

/// The commands of the program as the argument parser describes them: what `--help` says, as a value.
struct CommandTree {
    let name: String
    /// The names on the way to it, such as `runner start`; empty for the program itself.
    let path: [String]
    let abstract: String
    let discussion: String
    let aliases: [String]
    let options: [Option]
    let commands: [CommandTree]
    let standard: String?

    struct Option: Equatable {
        enum Kind: String { case positional, option, flag }

        var kind: Kind
        /// With their dashes; none for a positional argument.
        var names: [String]
        var value: String
        var isOptional: Bool
        var isRepeating: Bool
        var text: String
        var standard: String?
        var values: [String]
    }

    /// - Parameter json: what the parser dumps of its commands; `nil` for anything else.
    init?(json: String) {
        guard let value = try? JSONValue(json: json), let command = value["command"] else { return nil }
        self.init(command, path: [])
    }

    private init?(_ json: JSONValue, path: [String]) {
        guard let name = json["commandName"]?.string else { return nil }
        self.name = name
        self.path = path
        abstract = json["abstract"]?.string ?? ""
        discussion = json["discussion"]?.string ?? ""
        aliases = Self.texts(json["aliases"])
        standard = json["defaultSubcommand"]?.string
        options = Self.elements(json["arguments"]).compactMap(Option.init)
        commands = Self.elements(json["subcommands"]).compactMap { inner in
            guard Self.isShown(inner), let inside = inner["commandName"]?.string, inside != "help" else { return nil }
            return CommandTree(inner, path: path + [inside])
        }
    }

    fileprivate static func isShown(_ json: JSONValue) -> Bool {
        if case .bool(false)? = json["shouldDisplay"] { false } else { true }
    }

    fileprivate static func elements(_ json: JSONValue?) -> [JSONValue] {
        if case .array(let elements)? = json { elements } else { [] }
    }

    fileprivate static func texts(_ json: JSONValue?) -> [String] { elements(json).compactMap(\.string) }
}

extension CommandTree.Option {
    fileprivate init?(_ json: JSONValue) {
        guard CommandTree.isShown(json), let kind = Kind(rawValue: json["kind"]?.string ?? "") else { return nil }
        self.kind = kind
        names = CommandTree.elements(json["names"]).compactMap { name in
            name["name"]?.string.map { (name["kind"]?.string == "long" ? "--" : "-") + $0 }
        }
        value = json["valueName"]?.string ?? ""
        isOptional = json["isOptional"] == .bool(true)
        isRepeating = json["isRepeating"] == .bool(true)
        text = [json["abstract"]?.string, json["discussion"]?.string].compactMap(\.self).joined(separator: " ")
        standard = json["defaultValue"]?.string
        values = CommandTree.texts(json["allValues"])
    }
}
