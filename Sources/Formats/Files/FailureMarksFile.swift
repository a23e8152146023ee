package import Runs

/// `failures.json`: what operators have written down about failed hosts of a build.
package struct FailureMarksFile: Equatable, Sendable {
    package static let schema = 1
    package static let byteLimit = 1024 * 1024

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
        guard let schema = json["schema"]?.integer, schema <= Self.schema else {
            throw FileFormatProblem("no marks of failures of a schema known here")
        }
        marks = (json["marks"]?.array ?? []).compactMap(Self.mark)
    }

    private static func mark(_ json: JSONValue) -> FailureMark? {
        guard let host = json["host"]?.string else { return nil }
        var mark = FailureMark(host: host, subRun: json["subrun"]?.string.flatMap { SubRunKey($0) })
        mark.claim = stamp(json, "claimed")
        mark.waiver = stamp(json, "waived")
        mark.comment = json["comment"]?.string
        return mark.isEmpty ? nil : mark
    }

    private static func stamp(_ json: JSONValue, _ name: String) -> FailureMark.Stamp? {
        guard let by = json["\(name)_by"]?.string, let at = json["\(name)_at"]?.timestamp else { return nil }
        return FailureMark.Stamp(by: by, at: at)
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
            "comment": JSONValue(mark.comment),
        ]
    }
}
