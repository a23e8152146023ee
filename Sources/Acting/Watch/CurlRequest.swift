import CPosix
import Formats
import Glibc
import Observing
import Plans
import Runs

/// One request to the webhook, by curl. The address goes to its standard input: no process list, file or environment ever
/// holds it.
final class CurlRequest {
    private let pid: pid_t
    private let descriptor: Int32
    /// Readable once curl has ended.
    private let process: Int32
    private var hasAll = false
    private let secret: Secret
    private let bodySize: Int
    private let deadline: Timestamp
    private var bytes: [UInt8] = []
    private static let answerLimit = 128 * 1024

    /// Starts the request.
    /// - Parameters:
    ///   - bodyPath: the file whose bytes are sent.
    ///   - size: how many they are.
    init(_ webhook: WebhookSettings, bodyPath: String, size: Int) throws(ActingError) {
        var input: [Int32] = [-1, -1]
        var output: [Int32] = [-1, -1]
        guard cp_pipe(&input, false) == 0 else { throw .failed("cannot make a pipe") }
        guard cp_pipe(&output, false) == 0 else {
            input.forEach { close($0) }
            throw .failed("cannot make a pipe")
        }
        (secret, bodySize) = (webhook.address, size)
        deadline = WallClock.steady() + .seconds(40)
        let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { [input[0], output[1], null].forEach { if $0 >= 0 { close($0) } } }
        do throws(ActingError) {
            pid = try ChildProcess.start(
                ["curl", "-q", "--config", "-"], environment: ChildEnvironment.bare, input: input[0],
                output: output[1], errors: null)
        } catch {
            [input[1], output[0]].forEach { close($0) }
            throw error
        }
        descriptor = output[0]
        process = cp_process_open(pid)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        // Far less than a pipe holds, so this never waits.
        _ = webhook.address.reveal { AtomicFile.writeAll(Array(Self.configuration($0, bodyPath).utf8), to: input[1]) }
        close(input[1])
    }

    deinit {
        close(descriptor)
        if process >= 0 { close(process) }
    }

    /// What ends a sleep: more of the answer, or curl's end. A pipe that has been closed is left out: it would end every
    /// sleep at once.
    var descriptors: [Int32] { hasAll ? [process] : [descriptor, process] }

    private static func configuration(_ address: String, _ bodyPath: String) -> String {
        // Redirects are not followed: a status goes to the configured address or nowhere.
        """
        url = "\(quoted(address))"
        data-binary = "@\(quoted(bodyPath))"
        header = "Content-Type: application/json"
        header = "Expect:"
        user-agent = "atvm-tui"
        connect-timeout = 10
        max-time = 30
        proto = "=http,https"
        noproxy = "*"
        globoff
        silent
        include
        write-out = "\\n%{http_code} %{size_header} %{size_request} %{size_upload}"

        """
    }

    private static func quoted(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    /// Takes what has come.
    /// - Returns: the outcome once the request is over.
    func advance(at now: Timestamp) -> PostOutcome? {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count == 0 { hasAll = true }
            guard count > 0 else { break }
            // More is read, so that curl ends, but not kept.
            if bytes.count < Self.answerLimit { bytes += buffer.prefix(count) }
        }
        var code: Int32 = 0
        guard cp_reap(pid, &code) else {
            guard WallClock.steady() > deadline else { return nil }
            kill(pid, SIGKILL)
            waitpid(pid, &code, 0)
            return .unclear("curl did not end")
        }
        // What it wrote just before its end.
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            if bytes.count < Self.answerLimit { bytes += buffer.prefix(count) }
        }
        return CurlAnswer(exit: code, output: bytes, bodySize: bodySize, secret: secret, at: now).outcome
    }
}
