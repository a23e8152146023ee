import CExpat
package import Runs

/// Reads one JUnit XML file, in chunks. It never fails: what is wrong stands in the report's `problem`.
///
/// A file with a document type definition is refused unread: entities can name other files and expand without bounds.
package struct JUnitReader: ~Copyable {
    /// What a file may cost (reliability cases, section 3).
    static let byteLimit = 64 * 1024 * 1024
    static let depthLimit = 64
    static let elementLimit = 1_000_000

    // Expat's callbacks reach it through an unmanaged pointer, which stays valid as long as this reader holds it.
    private let builder = JUnitBuilder()
    private let parser: XML_Parser?
    private var byteCount = 0
    private var isStopped = false

    package init() {
        parser = XML_ParserCreate(nil)
        guard let parser else { return }
        builder.parser = parser
        XML_SetUserData(parser, Unmanaged.passUnretained(builder).toOpaque())
        XML_SetElementHandler(
            parser, { JUnitBuilder.from($0)?.startElement($1, $2) },
            { context, _ in JUnitBuilder.from(context)?.endElement() })
        XML_SetCharacterDataHandler(parser) { JUnitBuilder.from($0)?.takeText($1, Int($2)) }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
            JUnitBuilder.from(context)?.refuse("it has a document type definition, which is not read")
        }
    }

    deinit {
        if let parser { XML_ParserFree(parser) }
    }

    /// Reads a whole file that is in memory.
    package static func read(_ bytes: borrowing RawSpan) -> ReportFile {
        var reader = JUnitReader()
        reader.feed(bytes)
        return reader.finish()
    }

    package mutating func feed(_ chunk: borrowing RawSpan) {
        guard let parser, !isStopped else { return }
        byteCount += chunk.byteCount
        if byteCount > Self.byteLimit {
            builder.problem = "longer than the \(Self.byteLimit / 1024 / 1024) MiB that are read"
            isStopped = true
            return
        }
        // Expat reads the chunk during the call and keeps no pointer to it.
        let status = chunk.withUnsafeBytes { buffer in
            XML_Parse(parser, buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count), 0)
        }
        if status != XML_STATUS_OK { stop(parser) }
    }

    /// Ends the file and gives what it says.
    package consuming func finish() -> ReportFile {
        guard let parser else { return Self.invalid("no memory to read it") }
        if !isStopped {
            if byteCount == 0 {
                builder.problem = "the file is empty"
            } else if XML_Parse(parser, nil, 0, 1) != XML_STATUS_OK {
                stop(parser)
            }
        }
        if let problem = builder.problem { return Self.invalid(problem) }
        return builder.report()
    }

    private mutating func stop(_ parser: XML_Parser) {
        isStopped = true
        guard builder.problem == nil else { return }
        let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "not well-formed"
        let line = XML_GetCurrentLineNumber(parser)
        builder.problem = "\(reason) (line \(line), column \(XML_GetCurrentColumnNumber(parser) + 1))"
    }

    private static func invalid(_ problem: String) -> ReportFile {
        var file = ReportFile(kind: .junit, verdict: .invalid)
        file.problem = problem
        return file
    }
}
