package import DisplayFilter
package import UDPCore

/// Dissects the datagrams of a log from front to back, and follows the numbers of each peer.
package struct FormatObserver {
  private var chooser: FormatChooser
  /// The counts of each peer's numbered datagrams.
  package private(set) var tracker = SequenceTracker()

  /// A datagram's fields, and the meaning of its number; `nil` without one.
  package typealias Observation = (dissection: Dissection, event: SequenceEvent?)

  /// Creates an observer that has seen nothing.
  package init(_ book: FormatBook) { chooser = FormatChooser(book) }

  /// Reads a datagram by its format and learns its number; `nil` if it has no format. Call it in the order of the log.
  package mutating func observe(_ datagram: Datagram, in context: FilterContext) -> Observation? {
    guard let dissection = chooser.dissection(of: datagram, in: context) else { return nil }
    return (dissection, tracker.observe(datagram, dissection))
  }

  /// Reads a datagram, and records in the context whether it follows a gap, for the filter word `gap`.
  package mutating func observe(_ datagram: Datagram, gapsIn context: inout FilterContext) -> Observation? {
    let observation = observe(datagram, in: context)
    if case .gap? = observation?.event {
      context.gaps = [datagram.number]
    } else if !context.gaps.isEmpty {
      context.gaps = []
    }
    return observation
  }
}
