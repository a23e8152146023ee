/// A JSON text as a value. Unknown fields survive reading and writing, and the order of fields is kept.
package enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// A number without fraction and exponent that fits 64 bits.
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// The fields of a JSON object in their order; each name stands once.
package struct JSONObject: Equatable, Sendable, ExpressibleByDictionaryLiteral {
    package private(set) var fields: [Field] = []

    package struct Field: Equatable, Sendable {
        package var name: String
        package var value: JSONValue
    }

    package init() {}

    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (name, value) in elements { self[name] = value }
    }

    /// Fields as they were read; of several with one name the last counts, at the place of the first.
    init(read: [Field]) {
        if read.count <= 16 {
            // Nearly every object is small and names each field once: it stands as it was read.
            if !read.indices.contains(where: { index in read[..<index].contains { $0.name == read[index].name } }) {
                fields = read
            } else {
                for field in read { self[field.name] = field.value }
            }
            return
        }
        var places: [String: Int] = [:]
        for field in read {
            if let place = places[field.name] {
                fields[place].value = field.value
            } else {
                places[field.name] = fields.count
                fields.append(field)
            }
        }
    }

    /// The value of a field. Setting `nil` removes the field; a new one goes to the end.
    package subscript(name: String) -> JSONValue? {
        get { fields.first { $0.name == name }?.value }
        set {
            let place = fields.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): fields[place].value = value
            case (let place?, nil): fields.remove(at: place)
            case (nil, let value?): fields.append(Field(name: name, value: value))
            case (nil, nil): break
            }
        }
    }
}

// Lenient views: a value of another type gives `nil`, never an error.
extension JSONValue {
    package var string: String? { if case .string(let text) = self { text } else { nil } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
    package var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

    /// A whole number; `3.0` counts as one.
    package var integer: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value)
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// A number that others are counted on with: not negative, and so small that neither a sum of many nor a product with
    /// a screen's width leaves the range. `nil` for any other: a file may say what it likes.
    package var count: Int? { integer.flatMap { (0...1 << 40).contains($0) ? $0 : nil } }

    package var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// A field of an object; `nil` for any other value.
    package subscript(name: String) -> JSONValue? { object?[name] }

    package init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }
    package init(_ value: Int?) { self = value.map(JSONValue.integer) ?? .null }
}
