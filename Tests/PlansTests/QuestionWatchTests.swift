import Plans
import Testing

/// When output of a script is a question, and what may answer it.
@Suite struct QuestionWatchTests {
    typealias Doing = QuestionWatch.Doing

    @Test(
        arguments: [
            // output, what the script does, milliseconds of silence, the question
            ("Sure? [y/n]: ", Doing.reading, 200, "Sure? [y/n]:"), ("Sure? [y/n]: ", .reading, 199, nil),
            ("a\r\nName", .reading, 200, "Name"), ("Sure? [y/n]: ", .busy, 60_000, nil),
            ("Sure? [y/n]: ", .polling, 800, "Sure? [y/n]:"), ("Sure? [y/n]: ", .polling, 799, nil),
            ("Sure? [y/n]: ", .unknown, 800, "Sure? [y/n]:"), ("Waiting", .unknown, 60_000, nil),
            ("", .reading, 1499, nil), ("", .reading, 1500, ""), ("Done\r\n", .unknown, 60_000, nil),
            ("50 %\rSure?", .reading, 200, "Sure?"), ("\u{1B}[1mGo?", .reading, 200, "␛[1mGo?"),
        ] as [(String, Doing, Int64, String?)])
    func opens(_ output: String, _ doing: Doing, _ silence: Int64, _ question: String?) {
        var watch = QuestionWatch(at: 0)
        watch.take(Array(output.utf8), endingAt: output.utf8.count, at: 0)
        #expect(watch.look(doing, hidden: false, at: silence)?.text == question)
        #expect(watch.open?.text == question && (watch.nextLook == nil) == (question != nil))
    }

    @Test func moreOutputClosesIt() {
        var watch = QuestionWatch(at: 0)
        watch.take(Array("One? ".utf8), endingAt: 5, at: 0)
        #expect(watch.look(.reading, hidden: false, at: 300)?.number == 1)
        watch.take(Array("\nTwo? ".utf8), endingAt: 11, at: 400)
        #expect(watch.open == nil && watch.objection(to: [0x79], of: 1) != nil)
        #expect(watch.look(.reading, hidden: true, at: 700) == PrepQuestion(2, "Two?", at: 11, isHidden: true))
        #expect(watch.objection(to: [0x79], of: 1)?.contains("question 2 is") == true)
        #expect(watch.objection(to: [0x79], of: 2) == nil)
        watch.close(at: 800)
        #expect(watch.objection(to: [0x79], of: 2)?.contains("no question") == true)
    }

    @Test(
        arguments: [[0x79, 0x0A], [0x03], [0x1B], [0x7F], [0x09], [UInt8](repeating: 0x79, count: 1001)] as [[UInt8]])
    func aControlIsNoAnswer(_ answer: [UInt8]) {
        var watch = QuestionWatch(at: 0)
        _ = watch.look(.reading, hidden: false, at: 2000)
        #expect(watch.open != nil && watch.objection(to: answer, of: 1) != nil)
        #expect(watch.objection(to: [], of: 1) == nil)
    }

    /// The line that is kept has an end, whatever comes.
    @Test func aLineWithoutAnEndIsBounded() {
        var watch = QuestionWatch(at: 0)
        for index in 0..<100 {
            watch.take([UInt8](repeating: 0x61, count: 10_000), endingAt: (index + 1) * 10_000, at: 0)
        }
        #expect(watch.look(.reading, hidden: false, at: 500)?.text.count == 400)
    }
}
