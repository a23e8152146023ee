import Acting
import Glibc
import Observing
import Operating
import Plans
import Runs
import Synchronization

/// Carries out what the console asks for about preps; what takes long on threads of its own.
struct PrepEffects {
    private let setting: ActingSetting
    private let vault: PrepVault
    private let tell: @Sendable (PrepNews) -> Void
    private let starts = PrepStarts()
    private var attachment: PrepAttachment?
    let watch: PrepWatch

    init(_ setting: ActingSetting, vault: PrepVault, _ tell: @escaping @Sendable (PrepNews) -> Void) {
        (self.setting, self.vault, self.tell) = (setting, vault, tell)
        watch = PrepWatch(setting.settings.observatory.root, settles: true) {
            tell(.shelf($0.preps, problems: $0.problems))
        }
    }

    mutating func perform(_ order: PrepOrder) {
        let (setting, vault, tell) = (setting, vault, tell)
        let root = setting.settings.observatory.root
        switch order {
        case .start(let approved): start(approved)
        case .refuse(let plan, let reason):
            BackgroundThread.start { try? setting.performer.refuse(plan, because: reason) }
        case .secret(.type(let text)): vault.type(text)
        case .secret(.erase): vault.erase()
        case .secret(.forget): vault.forget()
        case .ground: BackgroundThread.start { tell(.ground(Self.ground(root, vault))) }
        case .attach(let id):
            attachment?.leave()
            attachment = PrepAttachment(id, root, tell)
        case .detach:
            attachment?.leave()
            attachment = nil
        case .send(let id, let input): if attachment?.id == id { attachment?.send(input) }
        }
    }

    /// Leaves what is followed, and waits until what was approved has been handed to its keeper.
    func finish() {
        attachment?.leave()
        vault.forget()
        starts.waitForAll()
    }

    private func start(_ approved: Approved<PrepPlan>) {
        let (setting, vault, tell, starts) = (setting, vault, tell, starts)
        let typed = vault.take()
        starts.begin()
        let runs = BackgroundThread.start {
            defer { starts.end() }
            do throws(ActingError) {
                let settings = setting.settings
                let luns: LunShorthand
                do throws(SettingsProblem) { luns = try settings.luns } catch { throw .configuration("\(error)") }
                let given = approved.plan.request.credentials.passwordSource
                guard typed != nil || given != .field else { throw .notPermitted("the typed password is gone") }
                let secrets = try vault.secrets(settings.observatory.root, typed: typed)
                let id = try setting.performer.perform(
                    approved, approved.plan.consent == .yesOrNo ? .yes : .typed,
                    password: given == nil ? nil : secrets.password, luns: luns, keeper: setting.keeper)
                tell(.started(id))
            } catch {
                tell(.notStarted(SafeText.firstLine(of: "\(error)")))
            }
        }
        guard !runs else { return }
        starts.end()
        tell(.notStarted("the system gives no more threads"))
    }

    private static func ground(_ root: Root, _ vault: PrepVault) -> PrepGround {
        var ground = PrepGround()
        do throws(PrepScriptProblem) {
            let script = try PrepScript(root)
            do throws(ActingError) {
                ground.surroundings = try PrepPlan.Surroundings(root, script: script, person: .current)
                ground.credentials = try vault.secrets(root, typed: nil).credentials
            } catch {
                (ground.surroundings, ground.obstacle) = (nil, "\(error)")
            }
        } catch {
            ground.obstacle = "the prep script cannot be used: \(error)"
        }
        (ground.preps, ground.problems) = PrepShelf(root).facts()
        return ground
    }
}

/// The preps that are being handed to their keepers.
private final class PrepStarts: Sendable {
    private let count = Mutex(0)
    private let ended = Mailbox<Bool>()

    func begin() { count.withLock { $0 += 1 } }

    func end() {
        count.withLock { $0 -= 1 }
        ended.put(true)
    }

    func waitForAll() {
        while count.withLock({ $0 > 0 }) {
            ended.wait()
            _ = ended.take()
        }
    }
}
