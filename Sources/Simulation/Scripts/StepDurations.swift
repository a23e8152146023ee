/// How long steps take in a lab: from seconds for a click to a quarter of an hour for tracking changes.
enum StepDurations {
    /// The shortest and the longest usual duration of a step, by what its text is about.
    static func usual(_ text: String) -> ClosedRange<Duration> {
        rows.first { text.hasPrefix($0.beginning) }?.seconds ?? .seconds(20)...(.seconds(60))
    }

    private struct Row {
        var beginning: String
        var seconds: ClosedRange<Duration>

        init(_ beginning: String, _ range: ClosedRange<Int>) {
            self.beginning = beginning
            seconds = .seconds(range.lowerBound)...(.seconds(range.upperBound))
        }
    }

    /// The first row that fits decides, so the longer beginning stands before the shorter.
    private static let rows = [
        Row("Verifying set up", 2...9),
        Row("Power on", 70...200),
        Row("Power off", 15...45),
        Row("Uninstall CMC if still exists", 4...50),
        Row("Uninstall CMC", 60...150),
        Row("Setting up disk", 40...130),
        Row("Attach", 30...90),
        Row("Detach", 20...60),
        Row("Reassign", 30...80),
        Row("Copy CMC install command", 6...15),
        Row("Install CMC", 120...260),
        Row("Create migration session", 30...95),
        Row("Tracking Changes", 420...880),
        Row("Create reboot validation file", 5...20),
        Row("Create second reboot validation file", 5...20),
        Row("Trigger cmotion and do I/O test", 200...420),
        Row("Trigger revert cmotion", 260...480),
        Row("Trigger cmotion", 70...160),
        Row("Revert cmotion", 80...200),
        Row("Verify data", 70...200),
        Row("Reboot the host", 130...320),
        Row("Finalize cutover", 130...330),
        Row("Mount source disk", 5...20),
        Row("Update disk info", 8...30),
    ]
}
