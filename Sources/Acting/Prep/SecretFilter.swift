import CPosix
import Plans
import Runs

/// Replaces a secret in a stream of bytes by stars, however the stream is cut into pieces.
///
/// A piece that ends with the beginning of the secret is held back until more comes. When nothing more comes, less than
/// half of a secret may be passed on: it could be the end of a question.
struct SecretFilter {
    /// Shorter texts would hide more than they are worth.
    static let shortest = 3

    /// The secret as it is, and as Python, addresses, JSON and XML write it; the longest first.
    private var forms: [[UInt8]]
    private var held: [UInt8] = []
    /// How many of the bytes held have been passed on already.
    private var passed = 0
    private static let mask = Array(SecretMask.mask.utf8)

    init(_ secret: String) {
        let all = Set(SecretForms.all(of: secret).map { Array($0.utf8) })
        forms = all.filter { $0.count >= Self.shortest }.sorted { $0.count > $1.count }
    }

    /// - Returns: what may be kept and shown.
    mutating func take(_ bytes: [UInt8]) -> [UInt8] {
        guard !forms.isEmpty else { return bytes }
        held += bytes
        var out: [UInt8] = []
        while let (start, length) = firstForm() {
            if passed < start { out += held[passed..<start] }
            out += Self.mask
            held.removeFirst(start + length)
            passed = 0
        }
        let cut = held.count - beginningAtEnd
        if passed < cut { out += held[passed..<cut] }
        held.removeFirst(cut)
        passed = max(0, passed - cut)
        return out
    }

    /// Nothing has come for a while.
    mutating func rest() -> [UInt8] {
        let shortest = forms.map(\.count).min() ?? 0
        guard passed < held.count, held.count * 2 < shortest else { return [] }
        defer { passed = held.count }
        return Array(held[passed...])
    }

    /// Nothing more will come.
    mutating func end() -> [UInt8] {
        let last = rest()
        defer { held = [] }
        return passed < held.count ? last + Self.mask : last
    }

    /// A text of its own with the secret masked.
    func masked(_ text: String) -> String {
        var other = self
        (other.held, other.passed) = ([], 0)
        let begun = other.take(Array(text.utf8))
        return String(decoding: begun + other.held, as: UTF8.self)
    }

    /// Overwrites the secret.
    mutating func wipe() {
        for index in forms.indices { forms[index].withUnsafeMutableBytes { cp_wipe($0.baseAddress, $0.count) } }
        held.withUnsafeMutableBytes { cp_wipe($0.baseAddress, $0.count) }
        (forms, held, passed) = ([], [], 0)
    }

    private func firstForm() -> (start: Int, length: Int)? {
        var first: (start: Int, length: Int)?
        for form in forms {
            let place = held.withUnsafeBytes { all in
                form.withUnsafeBytes { cp_find(all.baseAddress, all.count, $0.baseAddress, $0.count) }
            }
            if place >= 0, place < first?.start ?? .max { first = (Int(place), form.count) }
        }
        return first
    }

    /// How many bytes at the end may be the beginning of a form.
    private var beginningAtEnd: Int {
        forms.map { form in
            for count in stride(from: min(form.count - 1, held.count), to: 0, by: -1)
            where held.suffix(count).elementsEqual(form.prefix(count)) { return count }
            return 0
        }.max() ?? 0
    }
}
