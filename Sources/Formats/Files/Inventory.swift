package import Runs

/// The kernels of hosts, from the Markdown tables of `vm-inventory.md`.
package struct Inventory: Equatable, Sendable {
    /// By lower-case name; of several rows with one name the first counts.
    private var hosts: [String: InventoryHost] = [:]
    /// Every host once, in the order of the tables.
    package private(set) var all: [InventoryHost] = []

    package init() {}

    /// Reads every table that has a host column and a column `Kernel`; everything else is passed over.
    package init(markdown bytes: [UInt8]) {
        var columns: (host: Int, kernel: Int)?
        var previous: [String] = []
        for line in bytes.split(separator: LineScan.lineFeed, omittingEmptySubsequences: false) {
            let cells = Self.cells(of: String(decoding: line, as: UTF8.self))
            if cells.isEmpty {
                columns = nil
            } else if Self.isRuler(cells) {
                columns = Self.columns(of: previous)
            } else if let columns, cells.count > max(columns.host, columns.kernel) {
                add(cells[columns.host], cells[columns.kernel])
            }
            previous = cells
        }
    }

    package var count: Int { hosts.count }

    /// The host of a spec: its name matched without case, as it is or without the template's name in front or behind.
    package func host(_ name: String, template: String? = nil) -> InventoryHost? {
        let name = name.lowercased()
        if let host = hosts[name] { return host }
        guard let template = template?.lowercased(), !template.isEmpty else { return nil }
        for separator in ["-", "_", "."] {
            if name.hasPrefix(template + separator), let host = hosts[String(name.dropFirst(template.count + 1))] {
                return host
            }
            if name.hasSuffix(separator + template), let host = hosts[String(name.dropLast(template.count + 1))] {
                return host
            }
        }
        return nil
    }

    private mutating func add(_ name: String, _ kernel: String) {
        guard !name.isEmpty, !kernel.isEmpty, kernel != "-", hosts[name.lowercased()] == nil else { return }
        let host = InventoryHost(name: name, kernel: kernel)
        hosts[name.lowercased()] = host
        all.append(host)
    }

    /// The columns of host and kernel, by their titles; the first host-like one counts.
    private static func columns(of titles: [String]) -> (host: Int, kernel: Int)? {
        let titles = titles.map { $0.lowercased() }
        guard let kernel = titles.firstIndex(where: { $0 == "kernel" || $0.hasPrefix("kernel ") }) else { return nil }
        for wanted in hostTitles {
            if let host = titles.firstIndex(of: wanted) { return (host, kernel) }
        }
        return nil
    }

    /// From the surest to the vaguest.
    private static let hostTitles = [
        "host", "hostname", "host name", "vm", "vm name", "vmname", "name", "server", "server name", "machine", "guest",
        "system", "node", "client",
    ]

    /// The cells of a table's line, without emphasis and code marks; empty for any other line.
    private static func cells(of line: String) -> [String] {
        var text = line.trimmingBlanks()
        guard text.contains("|") else { return [] }
        if text.hasPrefix("|") { text.removeFirst() }
        if text.hasSuffix("|"), !text.hasSuffix("\\|") { text.removeLast() }
        var cells: [String] = [""]
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if scalar == "|", !isEscaped {
                cells.append("")
            } else {
                if scalar == "|" { cells[cells.count - 1].removeLast() }
                cells[cells.count - 1].unicodeScalars.append(scalar)
            }
            isEscaped = scalar == "\\" && !isEscaped
        }
        return cells.map { $0.trimmingBlanks().withoutMarks() }
    }

    /// `|---|:--:|`
    private static func isRuler(_ cells: [String]) -> Bool {
        cells.allSatisfy { cell in
            cell.contains("-") && cell.unicodeScalars.allSatisfy { $0 == "-" || $0 == ":" || $0 == " " }
        }
    }
}

extension String {
    /// Without the `**`, `__`, `` ` `` that may stand around a cell's text.
    fileprivate func withoutMarks() -> String {
        for mark in ["**", "__", "`", "*"]
        where hasPrefix(mark) && hasSuffix(mark) && count > 2 * mark.count {
            return String(dropFirst(mark.count).dropLast(mark.count)).withoutMarks()
        }
        return self
    }
}
