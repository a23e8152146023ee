import Runs
import Screen
import Viewing

/// Writing what can be copied into a file.
extension OperatorConsole {
    mutating func openWrite(_ kind: Takeaway.Kind? = nil) -> [OperatorEffect] {
        let choices = browser.takeaways
        if let kind, !choices.contains(where: { $0.kind == kind }) {
            say(.note, "there is no \(kind.rawValue) to write here")
            return []
        }
        layer = WriteDialog(choices, kind, desk.writing).map(OperatorLayer.write)
        return []
    }

    mutating func perform(_ line: WriteLine) -> [OperatorEffect] {
        switch line {
        case .ask(let kind):
            if let reason = reason(against: .write, browser.targetBuild) {
                say(.note, reason)
                return []
            }
            return openWrite(kind)
        case .wrong(let text): say(.warning, text)
        case .write(let kind, let name):
            guard let takeaway = browser.takeaway(kind) else {
                say(.note, "there is no \(kind.rawValue) to write here")
                return []
            }
            switch desk.writing.resolve(name) {
            case .failure(let why): say(.warning, "nothing was written: \(why.text)")
            case .success(let path):
                return [.write(FileOrder(takeaway, path: path))]
            }
        }
        return []
    }

    mutating func takeInWrite(_ answer: WriteDialog.Answer) -> [OperatorEffect] {
        switch answer {
        case .none: return []
        case .leave:
            layer = nil
            return []
        case .write(let order): return [.write(order)]
        }
    }

    mutating func take(_ outcome: FileOutcome, of order: FileOrder) {
        switch outcome {
        // The path first: what a narrow screen cuts is not that.
        case .written(let path, let bytes):
            if case .write(let dialog) = layer, dialog.isWriting { layer = nil }
            let text = "\(SafeText.visible(path)): \(bytes) bytes written, \(order.what)"
            if let fate = desk.writing.fate { say(.warning, "\(text); \(fate)") } else { say(.done, text) }
            return
        case .failed(let why): say(.problem, "nothing was written: \(SafeText.visible(why))")
        case .taken(let proposal):
            say(
                .warning,
                "nothing was written: there is a \(SafeText.visible(order.path)) already; \(SafeText.visible(proposal)) is free"
            )
        }
        if case .write(var dialog) = layer {
            dialog.take(outcome)
            layer = .write(dialog)
        } else if layer == nil, case .taken = outcome,
            var dialog = WriteDialog([order.takeaway], order.kind, desk.writing)
        {
            // What was asked for on the `:` line is asked for again with the free name.
            dialog.take(outcome)
            layer = .write(dialog)
        }
    }
}
