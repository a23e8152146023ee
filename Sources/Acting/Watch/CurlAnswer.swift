import Formats
import Plans
import Runs

/// What curl has printed and how it ended, read as the outcome of a post.
struct CurlAnswer {
    let outcome: PostOutcome

    /// - Parameters:
    ///   - exit: curl's exit status.
    ///   - output: the answer with its headers, then the line of `write-out`.
    ///   - bodySize: the bytes of the report; only an answer to all of them counts.
    ///   - now: the time, for an answer that tells a date to wait for and no time of its own.
    init(exit: Int32, output: [UInt8], bodySize: Int, secret: Secret, at now: Timestamp) {
        let trailer = output.lastIndex(of: UInt8(ascii: "\n")).map { output[($0 + 1)...] } ?? []
        let numbers = String(decoding: trailer, as: UTF8.self).split(separator: " ").map { Int($0) ?? -1 }
        guard exit == 0 else {
            let why = Self.words(exit)
            // The status alone proves nothing: curl ends with 1 also where an answer was no HTTP. Before its first attempt
            // it prints no figures at all.
            let isBefore =
                numbers.count == 4
                ? numbers[2] == 0 && numbers[3] == 0 && (Self.beforeSending.contains(exit) || exit == 28)
                : Self.beforeSending.contains(exit) && output.isEmpty
            outcome = isBefore ? .notSent(why) : .unclear(why)
            return
        }
        guard numbers.count == 4, numbers[0] > 0, numbers[1] >= 0, numbers[1] <= output.count - trailer.count - 1 else {
            outcome = .unclear("the answer cannot be read")
            return
        }
        let headers = String(decoding: output.prefix(numbers[1]), as: UTF8.self)
        let body = output[numbers[1]..<(output.count - trailer.count - 1)]
        guard body.count <= 64 * 1024 else {
            outcome = .unclear("the answer is longer than 64 KiB")
            return
        }
        // A curl of these years that cannot open the body sends an empty one, and the answer is to that.
        guard numbers[3] > 0 || bodySize == 0 else {
            outcome = .notSent("curl could not read the frozen report")
            return
        }
        guard numbers[3] == bodySize || numbers[0] != 200 else {
            outcome = .unclear("the server answered before it had the whole report")
            return
        }
        outcome = .answer(
            status: numbers[0], body: String(decoding: body, as: UTF8.self),
            retryAfter: Self.retryAfter(headers, at: now),
            reason: Self.reason(Array(body), secret))
    }

    /// What `Retry-After` asks for; `Posting` bounds it.
    private static func retryAfter(_ headers: String, at now: Timestamp) -> Duration? {
        var wait: String?
        var date: Timestamp?
        for line in headers.textLines {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let value = parts[1].trimmingBlanks()
            switch parts[0].lowercased() {
            case "retry-after": wait = value
            case "date": date = HTTPDate.read(value)
            default: break
            }
        }
        return wait.flatMap { HTTPDate.pause(retryAfter: $0, at: date ?? now) }
    }

    /// Why the server refused, in its own words: they may echo the key.
    private static func reason(_ body: [UInt8], _ secret: Secret) -> String {
        guard let json = try? JSONValue(json: body, limits: JSONLimits(bytes: 64 * 1024, depth: 8)) else { return "" }
        let parts = [json["id"]?.string, json["message"]?.string].compactMap(\.self).filter { !$0.isEmpty }
        let text = SafeText.firstLine(of: parts.joined(separator: ": "))
        return String(SecretMask.masked(text: secret.masked(in: text)).prefix(200))
    }

    /// curl's exit statuses that come before the first byte of a request.
    private static let beforeSending: Set<Int32> = [
        1, 2, 3, 4, 5, 6, 7, 26, 35, 43, 48, 51, 53, 54, 58, 59, 60, 77, 80, 82, 83, 90, 91,
    ]

    /// curl's exit status in words.
    static func words(_ exit: Int32) -> String {
        switch exit {
        case 3: "the address is malformed"
        case 5, 6: "the server's name is not known"
        case 7: "the server cannot be reached"
        case 28: "no answer in time"
        case 35, 51, 53, 54, 58, 59, 60, 77, 80, 82, 83, 90, 91: "no safe connection (TLS)"
        case 52: "the server closed without an answer"
        case 18, 55, 56: "the connection broke off"
        default: "curl ended with \(exit)"
        }
    }
}
