import Glibc
import Observing
import Plans
import Runs

/// Posts the reports of one build, one after another in their order.
final class PostQueue {
    private let root: Root
    private let pauses: RetryPauses
    private(set) var boxes: [PostBox]
    private var request: (CurlRequest, index: Int)?

    init(_ build: BuildName, root: Root, pauses: RetryPauses) {
        (self.root, self.pauses) = (root, pauses)
        boxes = PostBox.all(of: build, root)
    }

    func add(_ box: PostBox) { boxes.append(box) }

    func has(_ subRun: SubRunKey?) -> Bool { boxes.contains { $0.subRun == subRun } }

    /// Whether nothing is left to be sent or written down.
    var isDone: Bool { request == nil && boxes.allSatisfy { $0.posting.isOver && $0.isSaved } }
    var isSending: Bool { request != nil }
    /// What ends a sleep, besides time.
    var descriptor: Int32 { request?.0.descriptor ?? -1 }

    /// Until when nothing needs to be done.
    func pause(at now: Timestamp) -> Duration {
        if request != nil { return .milliseconds(500) }
        guard let next = boxes.first(where: { !$0.posting.isOver }) else { return .seconds(3600) }
        return next.posting.nextAt.map { max(.zero, $0 - now) } ?? .zero
    }

    /// Does what is due.
    /// - Returns: whether a post has come further.
    func advance(at now: Timestamp) -> Bool {
        for index in boxes.indices { boxes[index].saveAgain() }
        if let (running, index) = request {
            guard let outcome = running.advance() else { return false }
            request = nil
            boxes[index].take(outcome, at: now, pauses: pauses)
            return true
        }
        // In order: a later report waits for the earlier one.
        guard let index = boxes.indices.first(where: { !boxes[$0].posting.isOver }), boxes[index].posting.isDue(at: now)
        else { return false }
        return begin(index, at: now)
    }

    private func begin(_ index: Int, at now: Timestamp) -> Bool {
        let webhook: WebhookSettings
        do throws(WebhookProblem) {
            webhook = try WebhookFile(root: root).read()
        } catch {
            return end(index, .notSent("\(root.shown(root.environment)): \(error)"), at: now)
        }
        guard boxes[index].body() != nil else {
            return end(index, .refused(status: 0, "the frozen report is not there any more as it was"), at: now)
        }
        do throws(ActingError) {
            try boxes[index].beginSending(at: now)
        } catch {
            // Nothing is sent without its intent; the disk may have room again at the next turn.
            return false
        }
        do throws(ActingError) {
            request = (try CurlRequest(webhook, bodyPath: boxes[index].bodyPath), index)
            return true
        } catch {
            return end(index, .notSent(SafeText.firstLine(of: "\(error)")), at: now)
        }
    }

    /// Takes an outcome without a request.
    private func end(_ index: Int, _ outcome: PostOutcome, at now: Timestamp) -> Bool {
        if boxes[index].posting.phase == .prepared { boxes[index].passOver(at: now) }
        boxes[index].take(outcome, at: now, pauses: pauses)
        return true
    }

    // MARK: For the state

    var delivery: (RecordedDelivery, reason: String?)? {
        func first(_ phase: Posting.Phase) -> PostBox? { boxes.first { $0.posting.phase == phase } }
        if let box = first(.unknown) { return (.unknown, box.posting.reason) }
        if first(.sending) != nil { return (.sending, nil) }
        if let box = first(.prepared) { return (.pending, box.posting.reason) }
        if let box = first(.gaveUp) { return (.gaveUp, box.posting.reason) }
        return boxes.isEmpty ? nil : (.posted, nil)
    }
}
