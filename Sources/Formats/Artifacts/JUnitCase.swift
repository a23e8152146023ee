import Runs

/// One `testcase` while it is read.
struct JUnitCase {
    private let title: String
    private let hook: String?
    private let duration: Duration?
    var errors: [JUnitText] = []
    var failures: [JUnitText] = []
    var isSkipped = false
    /// Paths of files that belong to it.
    var attachments: [String] = []

    init(_ attributes: JUnitAttributes, suite: String?) {
        let printed = Self.title(
            name: attributes["name"] ?? "", className: attributes["classname"] ?? "", suite: suite ?? "")
        let named = HookTitle.parse(printed)
        title = named?.step ?? printed
        hook = named?.hook
        duration = attributes.duration
    }

    /// The title of the test: reporters put it into `name`, behind the titles of its suites, or into `classname`.
    private static func title(name: String, className: String, suite: String) -> String {
        if HookTitle.parse(className) != nil || StepTitle.number(of: className) != nil { return className }
        if HookTitle.parse(name) != nil || StepTitle.number(of: name) != nil { return name }
        if !className.isEmpty, name.hasSuffix(" " + className) { return className }
        if !suite.isEmpty, name.hasPrefix(suite + " ") { return String(name.dropFirst(suite.count + 1)) }
        return name
    }

    /// A case has one outcome: errored, else failed, else skipped, else passed.
    func reportCase(suites: [String]) -> ReportCase {
        let outcome: ReportCase.Outcome =
            !errors.isEmpty ? .errored : !failures.isEmpty ? .failed : isSkipped ? .skipped : .passed
        var reportCase = ReportCase(title: title, outcome: outcome, duration: duration)
        reportCase.hook = hook
        let path = suites.filter { !$0.isEmpty } + [title]
        reportCase.failures = (errors + failures).map { text in
            text.failure(path: path) ?? Failure(path: path, message: "")
        }
        if !reportCase.failures.isEmpty {
            reportCase.screenshots = Array(attachments.filter(Screenshot.isOne).prefix(Screenshot.limit))
        }
        return reportCase
    }
}

/// The attributes of an element that JUnit files use.
struct JUnitAttributes {
    private var values: [String: String] = [:]

    /// - Parameter list: names and values in turn, as expat gives them, up to a null; valid during the callback only.
    init(_ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        guard var next = list else { return }
        while let name = next[0], let value = next[1] {
            values[String(cString: name)] = String(cString: value)
            next += 2
        }
    }

    subscript(name: String) -> String? { values[name] }

    /// `time`, in seconds. Not a number, infinite, negative, empty, or with a comma: unknown.
    var duration: Duration? {
        guard let text = values["time"], let seconds = Double(text), seconds.isFinite, seconds >= 0, seconds < 1e9
        else { return nil }
        return .milliseconds((seconds * 1000).rounded())
    }
}

/// The text of a failure: its `message`, and what stands within the element.
struct JUnitText {
    private let message: String?
    private var bytes: [UInt8] = []

    /// More than a failure's message and stack can keep is not collected.
    private static let byteLimit = 4 * Failure.messageLimit

    init(message: String?) { self.message = message }

    mutating func append(_ text: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: text.prefix(max(0, Self.byteLimit - bytes.count)))
    }

    /// The paths that stand in it as `[[ATTACHMENT|/a/path]]`.
    var attachments: [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "[[ATTACHMENT|").dropFirst().compactMap {
            $0.firstRange(of: "]]").map { [text = $0] end in String(text[..<end.lowerBound]) }
        }
    }

    /// The failure; `nil` without any text.
    func failure(path: [String]) -> Failure? {
        let text = String(decoding: bytes, as: UTF8.self)
        // The text repeats the message in full and goes on with the stack; the attribute may be cut to a line.
        var message: [String] = []
        var stack: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if !stack.isEmpty || line.trimmingBlanks().hasPrefix("at ") {
                if stack.count < Failure.stackLimit { stack.append(String(line).trimmingTrailingBlanks()) }
            } else {
                message.append(String(line).trimmingTrailingBlanks())
            }
        }
        while message.first?.trimmingBlanks().isEmpty == true { message.removeFirst() }
        while message.last?.trimmingBlanks().isEmpty == true { message.removeLast() }
        while stack.last?.trimmingBlanks().isEmpty == true { stack.removeLast() }
        let whole = message.isEmpty ? self.message ?? "" : message.joined(separator: "\n")
        guard !whole.isEmpty || !stack.isEmpty else { return nil }
        return Failure(path: path, message: whole.limited(toBytes: Failure.messageLimit), stack: stack)
    }
}
