import Formats
import Runs

/// What operators have written down about the failed hosts of a build, as its follower last read it.
struct FollowedMarks {
    private var file = FailureMarksFile()
    /// Why it could not be read, in one line.
    private(set) var problem: String?

    /// Nothing is written down.
    init() {}

    /// - Parameter isThere: whether the file stood there a moment ago.
    init(of build: BuildName, in root: Root, isThere: Bool) {
        guard isThere else { return }
        let path = root.failureMarks(of: build)
        do throws(SafeFileError) {
            let bytes = try SafeFile.read(path, limit: FailureMarksFile.byteLimit)
            do throws(FileFormatProblem) {
                file = try FailureMarksFile(bytes)
            } catch {
                problem = "\(root.shown(path)): \(error)"
            }
        } catch {
            if !error.isMissing { problem = root.shown("\(error)") }
        }
    }

    /// A mark of an earlier launch of the name says nothing of this one.
    func apply(to build: inout BuildSnapshot) {
        build.marksProblem = problem
        guard !file.marks.isEmpty else { return }
        let known = Dictionary(grouping: file.marks, by: \.host)
        for index in build.hosts.indices where build.hosts[index].status == .failed {
            let mark = known[build.hosts[index].name]?.first { $0.subRun == build.hosts[index].subRun }
            build.hosts[index].mark = mark?.standing(in: build)
        }
    }
}
