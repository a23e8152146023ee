package import Runs

/// `failures.json`: what operators have written down about failed hosts of a build.
package struct FailureMarksFile: Equatable, Sendable {
    package static let schema = 1
    package static let byteLimit = 1024 * 1024
    /// Of who marked it, in characters: a file that anybody may have written must not fill a screen.
    private static let nameLimit = 120

    package var marks: [FailureMark] = []

    package init() {}

    /// - Throws: one line that says why it cannot be used.
    package init(_ bytes: [UInt8]) throws(FileFormatProblem) {
        let json: JSONValue
        do {
            json = try JSONValue(json: bytes, limits: JSONLimits(bytes: Self.byteLimit))
        } catch {
            throw FileFormatProblem("not JSON: \(error)")
        }
        guard let schema = json["schema"]?.integer, (1...Self.schema).contains(schema) else {
            throw FileFormatProblem("no marks of failures of a schema known here")
        }
        guard let list = json["marks"]?.array else { throw FileFormatProblem("its marks are no list") }
        marks = list.compactMap(Self.mark)
    }

    private static func mark(_ json: JSONValue) -> FailureMark? {
        guard let host = json["host"]?.string else { return nil }
        let subRun = json["subrun"]?.string
        let key = subRun.flatMap { SubRunKey($0) }
        // That of a sub-run that cannot be is not one of the whole build.
        guard (subRun == nil) == (key == nil) else { return nil }
        var mark = FailureMark(host: host, subRun: key)
        mark.claim = stamp(json, "claimed")
        mark.launch = json["launch"]?.timestamp
        let comment = String((json["comment"]?.string ?? "").prefix(FailureMark.commentLimit))
        // Nobody waives without saying why.
        if !comment.trimmingBlanks().isEmpty, let waiver = stamp(json, "waived") {
            (mark.waiver, mark.comment) = (waiver, comment)
        }
        return mark.isEmpty ? nil : mark
    }

    private static func stamp(_ json: JSONValue, _ name: String) -> FailureMark.Stamp? {
        guard let by = json["\(name)_by"]?.string, let at = json["\(name)_at"]?.timestamp else { return nil }
        return FailureMark.Stamp(by: String(by.prefix(nameLimit)), at: at)
    }

    /// The mark of a host; setting an empty one removes it.
    package subscript(host: String, subRun: SubRunKey?) -> FailureMark {
        get { marks.first { $0.host == host && $0.subRun == subRun } ?? FailureMark(host: host, subRun: subRun) }
        set {
            marks.removeAll { $0.host == host && $0.subRun == subRun }
            if !newValue.isEmpty { marks.append(newValue) }
        }
    }

    /// The file's content.
    package var text: String {
        JSONValue.object([
            "schema": .integer(Self.schema), "marks": .array(marks.map { .object(Self.object($0)) }),
        ]).prettyText
    }

    /// The fields of one mark.
    package static func object(_ mark: FailureMark) -> JSONObject {
        [
            "host": .string(mark.host), "subrun": JSONValue(mark.subRun?.text),
            "claimed_by": JSONValue(mark.claim?.by), "claimed_at": JSONValue(mark.claim?.at.rfc3339),
            "waived_by": JSONValue(mark.waiver?.by), "waived_at": JSONValue(mark.waiver?.at.rfc3339),
            "comment": JSONValue(mark.comment), "launch": JSONValue(mark.launch?.rfc3339),
        ]
    }
}
