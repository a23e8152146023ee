import CPosix
import Glibc
package import Observing
import Plans
import Runs

/// Whether statuses can be posted: the environment file and the server that it names. No value of it is ever shown.
package enum PostingChecks {
    package static let group = DoctorGroup("posting") { context in
        // From here on a secret is held.
        _ = cp_forbid_dumps()
        let (findings, webhook) = environment(context)
        guard let webhook else {
            return findings + [Finding("webhook", .unchecked, "there is no usable environment file")]
        }
        return findings + [WebhookProbe.finding(webhook, environment: context.root.environment)]
    }

    private static let subject = "environment file"

    static func environment(_ context: DoctorContext) -> ([Finding], WebhookSettings?) {
        let path = context.root.environment
        let shown = context.root.shown(path)
        let edit = "\"${EDITOR:-vi}\" " + ShellWords.join([path])
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == EACCES { return ([context.hidden(subject, path)], nil) }
            let make = ShellWords.join(["install", "-m", "0600", "/dev/null", path])
            let text = "\(shown) is not there; it names MATTERMOST_ATVM_WEBHOOK and MATTERMOST_ATVM_CHANNEL"
            return ([Finding(subject, .missing, text, mend: "\(make) && \(edit)")], nil)
        }
        if status.st_mode & S_IFMT == S_IFREG, context.user != 0, access(path, R_OK) != 0 {
            return ([context.hidden(subject, path)], nil)
        }
        var findings: [Finding] = []
        if status.st_mode & S_IFMT == S_IFREG, status.st_uid != 0, context.root.isWholeMachine {
            findings.append(
                Finding(
                    subject, .wrong, "\(shown) belongs to user \(status.st_uid), not to root",
                    mend: ShellWords.join(["chown", "root:", path])))
        }
        if status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 != 0 {
            let mode = String(status.st_mode & 0o777, radix: 8)
            findings.append(
                Finding(
                    subject, .wrong, "others may read \(shown) (mode 0\(mode)); it holds a secret, so it is not used",
                    mend: ShellWords.join(["chmod", "0600", path])))
        }
        guard findings.isEmpty else { return (findings, nil) }
        do throws(WebhookProblem) {
            let webhook = try WebhookFile(root: context.root).read()
            let mode = String(status.st_mode & 0o777, radix: 8)
            findings.append(Finding(subject, .ok, "\(shown), mode 0\(mode), values not shown"))
            findings += webhook.warnings.map { Finding(subject, .warning, $0, mend: edit) }
            return (findings, webhook)
        } catch {
            let isPlain = status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
            let mend = isPlain ? edit : ShellWords.join(["ls", "-l", path])
            return ([Finding(subject, .wrong, "\(shown): \(error)", mend: mend)], nil)
        }
    }
}
