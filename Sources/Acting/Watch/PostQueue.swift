import Glibc
import Observing
import Plans
import Runs

/// Posts the reports of one build, one after another in their order.
final class PostQueue {
    private let build: BuildName
    private let root: Root
    private let pauses: RetryPauses
    private(set) var boxes: [PostBox] = []
    private var request: (CurlRequest, index: Int)?
    /// What could not be written down at the last turn; it is tried again at the next, and nothing is sent meanwhile
    /// whose intent does not stand.
    private(set) var problem: ActingError?

    /// Whether the build has come to the end that its own report tells of: until then it is not sent.
    var mayPostBuild = false
    /// Nothing of a cancelled build is sent, but what an operator asks for.
    var isCancelled = false

    init(_ build: BuildName, root: Root, pauses: RetryPauses) {
        (self.build, self.root, self.pauses) = (build, root, pauses)
    }

    /// Takes up what an earlier process has left.
    /// - Throws: when it cannot be read just now; nothing may be frozen or sent before this has succeeded.
    func open() throws(ActingError) { boxes = try PostBox.all(of: build, root) }

    /// Freezes a report, unless one has been frozen: an attempt that failed at its last step has left it whole.
    func freeze(_ body: [UInt8], _ subRun: SubRunKey?, launch: String) throws(ActingError) {
        if let box = try PostBox(recovering: build, subRun: subRun, root) { return boxes.append(box) }
        let order = subRun == nil ? 0 : boxes.count
        boxes.append(
            try PostBox(freezing: body, of: build, subRun: subRun, launch: launch, order: order, root))
    }

    func has(_ subRun: SubRunKey?) -> Bool { boxes.contains { $0.subRun == subRun } }

    /// Whether nothing is left to be sent or written down.
    var isDone: Bool { request == nil && boxes.allSatisfy(\.isSaved) && next == nil }
    var isSending: Bool { request != nil }
    /// What ends a sleep, besides time.
    var descriptors: [Int32] { request?.0.descriptors ?? [] }

    /// Until when nothing needs to be done.
    func pause(at now: Timestamp) -> Duration {
        if request != nil { return .milliseconds(100) }
        if problem != nil || !boxes.allSatisfy(\.isSaved) { return .seconds(1) }
        return next.map { boxes[$0].posting.wait(at: now) } ?? .seconds(3600)
    }

    /// In order: a later report waits for the earlier one.
    private var next: Int? { boxes.indices.first { !boxes[$0].posting.isOver && !isHeld(boxes[$0]) } }

    private func isHeld(_ box: PostBox) -> Bool {
        !box.posting.isAskedFor && (isCancelled || box.subRun == nil && !mayPostBuild)
    }

    /// Does what is due.
    /// - Returns: whether a post has come further.
    @discardableResult
    func advance(at now: Timestamp) -> Bool {
        problem = nil
        for index in boxes.indices { problem = boxes[index].saveAgain() ?? problem }
        if let (running, index) = request {
            guard let outcome = running.advance(at: now) else { return false }
            request = nil
            boxes[index].take(outcome, at: now, pauses: pauses)
            return true
        }
        guard let next, boxes[next].posting.isDue(at: now) else { return false }
        return begin(next, at: now)
    }

    private func begin(_ index: Int, at now: Timestamp) -> Bool {
        let webhook: WebhookSettings
        do throws(WebhookProblem) {
            webhook = try WebhookFile(root: root).read()
        } catch {
            return end(index, .notSent("\(root.shown(root.environment)): \(error)"), at: now)
        }
        let bodySize: Int
        do throws(ActingError) {
            guard let size = try boxes[index].intactSize() else {
                return end(index, .refused(status: 0, "the frozen report is not there any more as it was"), at: now)
            }
            bodySize = size
        } catch {
            return end(index, .notSent(root.shown(SafeText.firstLine(of: "\(error)"))), at: now)
        }
        do throws(ActingError) {
            try boxes[index].beginSending(at: now)
        } catch {
            // Nothing is sent without its intent; the disk may have room again at the next turn.
            problem = error
            return false
        }
        do throws(ActingError) {
            request = (try CurlRequest(webhook, bodyPath: boxes[index].bodyPath, size: bodySize), index)
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
        Self.delivery(of: boxes.filter { $0.posting.isOver || !isHeld($0) })
    }

    /// How the posts of a build stand together: what an operator must see to comes first.
    static func delivery(of counted: [PostBox]) -> (RecordedDelivery, reason: String?)? {
        func first(_ phase: Posting.Phase) -> PostBox? { counted.first { $0.posting.phase == phase } }
        if let box = first(.unknown) { return (.unknown, box.posting.reason) }
        if first(.sending) != nil { return (.sending, nil) }
        if let box = first(.prepared) { return (.pending, box.posting.reason) }
        if let box = first(.gaveUp) { return (.gaveUp, box.posting.reason) }
        return counted.isEmpty ? nil : (.posted, nil)
    }
}
