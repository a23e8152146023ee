import Acting
import CPosix
import Observing
import Operating
import Plans
import Runs

/// Follows one prep on a thread of its own until it is told to leave it, or the prep has ended.
final class PrepAttachment: Sendable {
    private enum Order: Sendable {
        case send(PrepInput)
        case leave
    }

    let id: PrepID
    private let orders = Mailbox<Order>()

    init(_ id: PrepID, _ root: Root, _ tell: @escaping @Sendable (PrepNews) -> Void) {
        self.id = id
        let orders = orders
        let starts = BackgroundThread.start {
            do throws(ActingError) {
                Self.follow(try PrepClient(id, root: root, person: .current), orders, tell)
            } catch {
                tell(.lost(id, "it cannot be followed: \(error)"))
            }
        }
        if !starts { tell(.lost(id, "it cannot be followed: the system gives no more threads")) }
    }

    deinit { orders.put(.leave) }

    func send(_ input: PrepInput) { orders.put(.send(input)) }

    func leave() { orders.put(.leave) }

    private static func follow(
        _ client: PrepClient, _ orders: Mailbox<Order>, _ tell: @Sendable (PrepNews) -> Void
    ) {
        while !client.isFinished {
            for order in orders.take() {
                switch order {
                case .leave: return
                case .send(let input): client.send(input)
                }
            }
            for event in client.receive() { tell(.event(client.id, event)) }
            guard !client.isFinished else { return }
            let wanted = [1, UInt8(CP_READABLE | (client.wantsToWrite ? CP_WRITABLE : 0))]
            var ready: [UInt8] = [0, 0]
            _ = cp_wait_for([orders.event, client.descriptor], wanted, &ready, 2, client.patience)
        }
    }
}
