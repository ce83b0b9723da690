package import Basics

/// The names of what carried a datagram in its capture file (`LocalPath.encapsulation`).
package struct EncapsulationName: Hashable, Sendable {
  /// All layers with their ends: `VLAN 5, GRE 7 from 10.0.0.1 to 10.0.0.2`.
  package let full: Phrase
  /// The innermost one: `GRE 7`.
  package let brief: Phrase

  package init(full: Phrase, brief: Phrase) {
    self.full = full
    self.brief = brief
  }
}

extension [EncapsulationName] {
  /// Returns the names of what carried a datagram; `nil` if nothing did.
  package func name(of datagram: Datagram) -> EncapsulationName? {
    let index = Int(datagram.local.encapsulation) - 1
    return indices.contains(index) ? self[index] : nil
  }
}
