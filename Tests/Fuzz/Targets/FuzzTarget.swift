/// A parser of external bytes, to be run on arbitrary input.
package struct FuzzTarget: Sendable, CustomStringConvertible {
  /// The name for `make fuzz ONLY=name`; the corpus is Tests/Fuzz/Corpus/name.
  package let name: String
  /// Parses any bytes; properties of the result are checked as preconditions.
  package let check: @Sendable ([UInt8]) -> Void

  package var description: String { name }

  /// Every parser of udpeek.
  package static let all = [
    pcap, pcapng, records, packed, packets, fragments, decoders, detector, safeText, filter, message, template,
    endpoint, keys, configuration, edits, rules, impairments, profiles, scripts, formats, structs, dissections,
    structure, conversation, facts, requests,
  ]

  /// Returns the target of that name.
  package static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

extension [UInt8] {
  /// The bytes as text, with U+FFFD for invalid sequences.
  var text: String { String(decoding: self, as: UTF8.self) }

  /// Splits the bytes into a choice between `count` values, taken from the first byte, and the rest.
  func choice(of count: Int) -> (choice: Int, rest: [UInt8]) { (Int(first ?? 0) % count, Array(dropFirst())) }
}
