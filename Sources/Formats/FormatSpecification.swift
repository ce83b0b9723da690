package import Basics
package import DisplayFilter
package import PayloadText

/// A format as it is written, from which a `Format` is compiled: the keys of a `[[format]]` table.
package struct FormatSpecification: Sendable {
  /// A text for a value or a range of values.
  package struct Label: Hashable, Sendable {
    package var values: ClosedRange<Int64>
    package var text: String

    /// Creates a label.
    package init(values: ClosedRange<Int64>, text: String) {
      self.values = values
      self.text = text
    }
  }

  /// The body: the way in which the fields are found.
  package enum Body: Sendable {
    /// Bytes, in the struct language.
    case structure(String)
    /// Regular expressions with named groups: the first has to match.
    case patterns([FilterRegex])
    /// Header lines alone.
    case headersOnly
    /// Pairs of keys and values, with the separators.
    case pairs(String)
    /// Columns of a line, by name.
    case columns([String])
    /// Paths into JSON, by name.
    case paths([(name: String, path: String)])
    case tree(TreeForm)
  }

  package var name: String
  /// The name for people, such as `DNS`; `nil` for `name`.
  package var title: String?
  /// The datagrams that may be of the format; `nil` for all.
  package var condition: DisplayFilter?
  /// The ports of which one must be the source's or the destination's; empty for any.
  package var ports: [ClosedRange<UInt16>] = []
  package var body: Body
  /// Parts of the struct by name, which `$name` includes.
  package var parts: [(name: String, source: String)] = []
  /// The fields of header lines, with the header's names, separated by `|`.
  package var headers: [(name: String, header: String)] = []
  /// Whether each line of a text is a record.
  package var isPerLine = false
  /// The captured fields that contain pairs, with the separators.
  package var pairs: [(name: String, separators: String)] = []
  /// The separator of columns.
  package var separator = ","
  /// The names that pairs and trees are known to have.
  package var names: [String] = []
  /// The texts of values, by field or by name of the table.
  package var labels: [(name: String, labels: [Label])] = []
  /// Numbers computed from fields of a text.
  package var computed: [(name: String, expression: String)] = []
  package var units: [String: String] = [:]
  /// `crc16-modbus in crc`.
  package var check: String?
  /// The field that counts datagrams, and perhaps the fields that tell streams apart: `seq by ssrc`.
  package var sequence: String?
  /// The field that names the kind of a datagram.
  package var kind: String?
  /// The field with the sender's clock and its rate: `timestamp at 8000`.
  package var clock: String?
  /// The template of the summary.
  package var show: String?
  /// Whether the struct describes the whole datagram.
  package var isExact = false
  /// The encoding of the texts; `nil` for the peer's.
  package var encoding: TextEncoding?

  /// Creates a specification with a body.
  package init(name: String, body: Body) {
    self.name = name
    self.body = body
  }

  /// A mistake, with the key that it is in and the position in that key's text.
  package struct Mistake: Error, Sendable {
    /// The key, and the key in its table.
    package var key: [String]
    /// The position in scalars of the text; `nil` if the whole is wrong.
    package var offset: Int?
    package var reason: Phrase

    init(_ key: String, at offset: Int? = nil, _ reason: Phrase) {
      self.key = [key]
      self.offset = offset
      self.reason = reason
    }

    init(_ key: String, _ inner: String, at offset: Int? = nil, _ reason: Phrase) {
      self.key = [key, inner]
      self.offset = offset
      self.reason = reason
    }
  }
}
