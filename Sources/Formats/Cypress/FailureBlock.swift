import Runs

/// One failure while its lines come in.
struct FailureBlock: Sendable {
    let offset: Int
    let path: [String]
    private var message: [String] = []
    private var messageBytes = 0
    private var stack: [String] = []
    /// What follows belongs to other programs.
    private var isOver = false

    init(offset: Int, path: [String]) { (self.offset, self.path) = (offset, path) }

    /// Whether another line would be kept.
    var isCollecting: Bool {
        messageBytes < Failure.messageLimit && stack.count < Failure.stackLimit
    }

    var failure: LocatedFailure {
        var lines = message[...]
        while lines.first?.isEmpty == true { lines.removeFirst() }
        while lines.last?.isEmpty == true { lines.removeLast() }
        let failure = Failure(path: path, message: lines.joined(separator: "\n"), stack: stack)
        return LocatedFailure(failure: failure, offset: offset)
    }

    mutating func takeBlank() {
        if !stack.isEmpty {
            isOver = true
        } else if isCollecting {
            message.append("")
            // Blank lines count as well, or a message of nothing else would have no limit.
            messageBytes += 1
        }
    }

    mutating func take(_ line: CleanLine) {
        guard isCollecting else { return }
        if stack.isEmpty {
            if line.column >= 4, line.has("at ", at: line.column) {
                stack.append(line.text())
            } else {
                // Reporters indent the first line by five blanks, comparisons by six.
                let text = line.text(from: min(line.column, 6))
                message.append(text.limited(toBytes: Failure.messageLimit - messageBytes))
                messageBytes += text.utf8.count + 1
            }
        } else if line.has("From Node.js Internals:", at: line.column) {
            isOver = false
            stack.append(line.text())
        } else if !isOver {
            if line.column >= 2 { stack.append(line.text().limited(toBytes: 1024)) } else { isOver = true }
        }
    }
}

extension String {
    /// The text cut to at most so many bytes, at a character's border, with `…` where it was cut.
    func limited(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        let end = utf8.index(startIndex, offsetBy: max(0, limit))
        return String(self[..<(String.Index(end, within: unicodeScalars) ?? end)]) + "…"
    }
}
