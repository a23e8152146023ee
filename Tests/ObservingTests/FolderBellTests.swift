import Glibc
import Runs
import TestKit
import Testing

@testable import Observing

@Suite struct FolderBellTests {
    private let root = try? TemporaryRoot()

    /// A change between arming and waiting is not missed, whether the folder was there or not.
    @Test(arguments: ["", "a", "a/b"]) func ringsForWhatComes(there: String) throws {
        let root = try #require(root)
        if !there.isEmpty { root.makeFolder(there) }
        let bell = FolderBell(root["a/b"])
        for folder in ["a", "a/b", "a/b/c"] {
            bell.arm()
            guard FileSignature(linkAt: root[folder]) == nil else { continue }
            root.makeFolder(folder)
            let began = WallClock.steady()
            bell.wait(atMost: .seconds(60))
            #expect(WallClock.steady() - began < .seconds(50), "\(folder)")
        }
    }

    /// A folder beside rings for what comes into it, also once it was made anew; and something else may wake, too.
    @Test func ringsForFoldersBeside() throws {
        let root = try #require(root)
        for folder in ["a", "a/b"] { root.makeFolder(folder) }
        let bell = FolderBell(root["a"])
        let other = Mailbox<Bool>()
        let began = WallClock.steady()
        bell.arm(beside: [root["a/b"]])
        root.write("", to: "a/b/x")
        bell.wait(atMost: .seconds(60), or: other.event)
        root.delete("a/b")
        bell.wait(atMost: .seconds(60), or: other.event)
        root.makeFolder("a/b")
        bell.wait(atMost: .seconds(60), or: other.event)
        bell.arm(beside: [root["a/b"]])
        root.write("", to: "a/b/y")
        bell.wait(atMost: .seconds(60), or: other.event)
        other.put(true)
        bell.wait(atMost: .seconds(60), or: other.event)
        #expect(WallClock.steady() - began < .seconds(50))
    }

    /// A folder that goes and comes again is watched anew.
    @Test func followsAFolderThatIsMadeAgain() throws {
        let root = try #require(root)
        root.makeFolder("a")
        let bell = FolderBell(root["a"])
        bell.arm()
        rmdir(root["a"])
        let began = WallClock.steady()
        bell.wait(atMost: .seconds(60))
        bell.arm()
        root.makeFolder("a")
        bell.wait(atMost: .seconds(60))
        bell.arm()
        root.write("", to: "a/x")
        bell.wait(atMost: .seconds(60))
        #expect(WallClock.steady() - began < .seconds(50))
    }
}
