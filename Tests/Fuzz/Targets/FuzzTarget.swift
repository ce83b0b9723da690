/// Something that reads bytes from outside, to be tried with bytes that nobody foresaw.
package struct FuzzTarget: Sendable, CustomStringConvertible {
  /// As `make fuzz ONLY=name` calls it; its corpus is Tests/Fuzz/Corpus/name.
  package let name: String
  /// Reads the bytes, whatever they are; what must hold afterwards is a precondition.
  package let check: @Sendable ([UInt8]) -> Void

  package var description: String { name }

  /// Every parser of udpeek.
  package static let all = [
    pcap, pcapng, records, packed, packets, decoders, detector, safeText, filter, message, endpoint, keys,
    configuration, edits,
  ]

  /// The target of that name.
  package static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

extension [UInt8] {
  /// As text, with U+FFFD for what is none.
  var text: String { String(decoding: self, as: UTF8.self) }

  /// The first byte, as a choice between so many, and what follows.
  func choice(of count: Int) -> (choice: Int, rest: [UInt8]) { (Int(first ?? 0) % count, Array(dropFirst())) }
}
