import Plans
import Runs
import Testing

/// One row of the table of outcomes: what the server did, and what must follow.
struct OutcomeRow: CustomTestStringConvertible {
    var name: String
    var outcome: PostOutcome
    var phase: Posting.Phase
    /// Milliseconds until the next request, without jitter; `nil` when there is none.
    var pause: Int64?

    init(_ name: String, _ outcome: PostOutcome, _ phase: Posting.Phase, pause: Int64? = nil) {
        (self.name, self.outcome, self.phase, self.pause) = (name, outcome, phase, pause)
    }

    var testDescription: String { name }
}

@Suite struct PostingTests {
    private static let start = Timestamp(seconds: 1_000_000)

    @Test(arguments: [
        OutcomeRow("delivered", .delivered, .posted),
        OutcomeRow("nothing sent", .notSent("refused"), .prepared, pause: 2000),
        OutcomeRow("429 with a pause", .limited(wait: .seconds(7)), .prepared, pause: 7000),
        OutcomeRow("429 with none", .limited(wait: nil), .prepared, pause: 2000),
        OutcomeRow("429 with too short a pause", .limited(wait: .zero), .prepared, pause: 1000),
        OutcomeRow("429 with too long a pause", .limited(wait: .seconds(86_400)), .prepared, pause: 600_000),
        OutcomeRow("500", .busy(status: 500), .prepared, pause: 2000),
        OutcomeRow("403", .refused(status: 403, "locked"), .gaveUp),
        OutcomeRow("302", .redirected(status: 302), .gaveUp),
        OutcomeRow("unclear", .unclear("lost"), .unknown),
    ])
    func follows(_ row: OutcomeRow) {
        var posting = Posting()
        posting.send(at: Self.start)
        posting.take(row.outcome, at: Self.start, pauses: RetryPauses(), jitter: 0)
        #expect(posting.phase == row.phase)
        #expect(posting.nextAt.map { ($0 - Self.start).wholeMilliseconds } == row.pause)
        #expect((posting.reason == nil) == (row.phase == .posted))
    }

    @Test(
        arguments: [
            (200, "ok", PostOutcome.delivered), (200, " ok\r\n", .delivered), (200, "", .unclear("200 without 'ok'")),
            (200, "okay", .unclear("200 without 'ok'")), (201, "ok", .unclear("the server answered 201")),
            (204, "", .unclear("the server answered 204")), (301, "", .redirected(status: 301)),
            (307, "ok", .redirected(status: 307)), (400, "", .refused(status: 400, "why")),
            (404, "", .refused(status: 404, "why")), (429, "", .limited(wait: .seconds(3))),
            (500, "", .busy(status: 500)), (501, "", .unclear("the server answered 501")),
            (502, "", .busy(status: 502)),
            (503, "", .busy(status: 503)), (504, "", .unclear("the server answered 504")),
            (100, "", .unclear("the server answered 100")),
        ] as [(Int, String, PostOutcome)])
    func reads(_ status: Int, _ body: String, _ outcome: PostOutcome) {
        #expect(PostOutcome.answer(status: status, body: body, retryAfter: .seconds(3), reason: "why") == outcome)
    }

    /// Whatever happens in whatever order: after the outcome is unknown, delivered or refused for good nothing is sent
    /// again, and no request is under way twice.
    @Test func neverSendsTwice() {
        let outcomes: [PostOutcome] = [
            .delivered, .notSent(""), .limited(wait: nil), .busy(status: 500), .refused(status: 403, ""),
            .redirected(status: 302), .unclear(""),
        ]
        func explore(_ posting: Posting, _ now: Timestamp, depth: Int) {
            guard depth > 0 else { return }
            let later = now + .seconds(3600)
            var sent = posting
            sent.send(at: later)
            if posting.isOver {
                #expect(sent == posting && !posting.isDue(at: later))
                return
            }
            #expect(sent.phase == .sending && !sent.isDue(at: later))
            for outcome in outcomes {
                var next = sent
                next.take(outcome, at: later, pauses: RetryPauses(), jitter: 1)
                #expect(next.phase != .sending)
                var twice = next
                twice.take(.delivered, at: later, pauses: RetryPauses(), jitter: 1)
                #expect(twice == next, "an outcome without a request changes nothing")
                explore(next, later, depth: depth - 1)
            }
        }
        explore(Posting(), Self.start, depth: 5)
    }

    @Test func pausesDoubleUpToFiveMinutes() {
        var posting = Posting()
        var now = Self.start
        var pauses: [Int64] = []
        for _ in 0..<10 {
            posting.send(at: now)
            posting.take(.busy(status: 503), at: now, pauses: RetryPauses(), jitter: 0)
            guard let next = posting.nextAt else { break }
            pauses.append((next - now).wholeMilliseconds / 1000)
            now = next
        }
        #expect(pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
    }

    @Test(arguments: [(86_399, Posting.Phase.prepared), (86_400, .gaveUp)] as [(Int64, Posting.Phase)])
    func givesUpAfterADay(_ seconds: Int64, _ phase: Posting.Phase) {
        var posting = tried(99)
        posting.send(at: Self.start + .seconds(seconds))
        posting.take(.notSent("away"), at: Self.start + .seconds(seconds), pauses: RetryPauses(), jitter: 0)
        #expect(posting.phase == phase)
    }

    /// A posting that could not be sent so often, all in the first minutes.
    private func tried(_ count: Int) -> Posting {
        var posting = Posting()
        for _ in 0..<count {
            posting.send(at: Self.start)
            posting.take(.notSent("away"), at: Self.start, pauses: RetryPauses(), jitter: 0)
        }
        return posting
    }

    /// A machine that was off for days, or whose clock was set forward, has not tried for a day.
    @Test func aDayWithoutTryingIsNoDay() {
        var posting = tried(3)
        let later = Self.start + .seconds(30 * 86_400)
        posting.send(at: later)
        posting.take(.notSent("away"), at: later, pauses: RetryPauses(), jitter: 0)
        #expect(posting.phase == .prepared)
    }

    @Test func aClockSetBackHoldsUpNothing() {
        let posting = tried(20)
        #expect(posting.wait(at: Self.start) == .seconds(300))
        #expect(posting.isDue(at: Self.start + .seconds(-86_400)))
    }

    /// Asked as often as allowed for as long as allowed, whatever the server answers: it ends after a day, not before.
    @Test(arguments: [PostOutcome.notSent("away"), .busy(status: 503), .limited(wait: .seconds(3600))])
    func triesForADay(_ outcome: PostOutcome) throws {
        var posting = Posting()
        var now = Self.start
        while posting.phase == .prepared {
            posting.send(at: now)
            posting.take(outcome, at: now, pauses: RetryPauses(), jitter: 1)
            if posting.phase == .prepared { now = try #require(posting.nextAt) }
        }
        #expect(posting.phase == .gaveUp && now - Self.start >= .seconds(86_400))
        #expect(now - Self.start <= .seconds(86_400 + 660))
        #expect(posting.reason?.contains("given up after") == true)
    }

    @Test(arguments: [
        (Posting.Phase.prepared, Posting.Phase.prepared), (.sending, .unknown), (.posted, .posted),
        (.unknown, .unknown),
        (.gaveUp, .gaveUp),
    ])
    func recovers(_ before: Posting.Phase, _ after: Posting.Phase) {
        let posting = Posting(recovered: before, firstTriedAt: nil, failures: 0, reason: nil)
        #expect(posting.phase == after)
        #expect(posting.isDue(at: Self.start) == (after == .prepared))
    }

    @Test(arguments: Posting.Phase.allCases)
    func onlyAnUnknownOrRefusedPostIsSettled(_ phase: Posting.Phase) {
        for decision in [SettlePlan.Decision.postAgain, .markPosted] {
            var posting = Posting(recovered: phase, firstTriedAt: nil, failures: 3, reason: nil)
            let before = posting
            posting.settle(decision)
            if before.phase == .unknown || before.phase == .gaveUp {
                #expect(posting.phase == (decision == .postAgain ? .prepared : .posted))
            } else {
                #expect(posting == before)
            }
        }
    }
}
