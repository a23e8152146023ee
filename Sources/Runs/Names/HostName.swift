/// Derives the name of the host under test from the file name of its Cypress spec.
package enum HostName {
    /// The host of a spec path: its last component without `.cy.*`, `.spec.*`, `.ts`, `.js` and their like.
    ///
    /// `cypress/e2e/redhat9.6.cy.ts` gives `redhat9.6` (contract, section 4).
    package static func fromSpec(_ path: String) -> String {
        let name = path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? path
        for marker in [".cy.", ".spec."] {
            if let range = name.lastRange(of: marker), range.lowerBound != name.startIndex {
                return String(name[..<range.lowerBound])
            }
        }
        for ending in [".feature", ".tsx", ".jsx", ".mjs", ".cjs", ".ts", ".js"]
        where name.hasSuffix(ending) && name.utf8.count > ending.utf8.count {
            return String(name.dropLast(ending.count))
        }
        return name
    }
}

extension String {
    /// The last place where `needle` stands.
    package func lastRange(of needle: String) -> Range<String.Index>? {
        let bytes = Array(utf8)
        let wanted = Array(needle.utf8)
        guard !wanted.isEmpty, bytes.count >= wanted.count else { return nil }
        for start in stride(from: bytes.count - wanted.count, through: 0, by: -1)
        where bytes[start..<start + wanted.count].elementsEqual(wanted) {
            let from = utf8.index(startIndex, offsetBy: start)
            return from..<utf8.index(from, offsetBy: wanted.count)
        }
        return nil
    }
}
