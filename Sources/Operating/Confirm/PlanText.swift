package import Plans
package import Screen

/// A plan as a dialog shows it: the same words, commands and files as `--dry-run` prints.
package enum PlanText {
    package static func lines(_ plan: any Plan, _ width: Int) -> [StyledText] {
        var lines: [StyledText] = [[Span("What happens", .heading)]]
        for (index, step) in plan.steps.enumerated() {
            for (number, part) in TextWidth.wrap(step, max(1, width - 5)).enumerated() {
                lines.append([Span(number == 0 ? "  \(index + 1). " : "     ", .faint), Span(part)])
            }
        }
        if !plan.commands.isEmpty {
            lines += [[], [Span("Commands", .heading)]]
            for command in plan.commands {
                if let folder = command.folder { lines += wrapped("in \(folder)", width, .faint, indent: 2) }
                lines += wrapped(command.line, width, .strong, indent: 2)
            }
        }
        if !plan.files.isEmpty {
            lines += [[], [Span("Files", .heading)]]
            lines += plan.files.flatMap { wrapped($0, width, .plain, indent: 2) }
        }
        return lines
    }
}
