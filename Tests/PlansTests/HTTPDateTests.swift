import Plans
import Runs
import Testing

@Suite struct HTTPDateTests {
    private static let moment = Timestamp(seconds: 784_111_777)

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func readsAllThreeForms(_ text: String) { #expect(HTTPDate.read(text) == Self.moment) }

    @Test(arguments: [
        "", "soon", "Sun, 31 Feb 2026 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 99999999999999999999 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 ::: GMT",
    ])
    func refuses(_ text: String) { #expect(HTTPDate.read(text) == nil) }

    @Test(
        arguments: [
            ("7", .seconds(7)), ("0", .zero), ("99999999999999999999", .seconds(86_400)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", .seconds(60)), ("Sun, 06 Nov 1994 08:00:00 GMT", .zero), ("-5", nil),
            ("1.5", nil), ("", nil),
        ] as [(String, Duration?)])
    func pauses(_ value: String, _ pause: Duration?) {
        #expect(HTTPDate.pause(retryAfter: value, at: Self.moment) == pause)
    }
}
