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

  /// Learns a datagram's number, and reads nothing of those whose format counts none.
  /// - Returns: the number's meaning; `nil` if it has none.
  package mutating func follow(_ datagram: Datagram, in context: FilterContext) -> SequenceEvent? {
    guard let format = chooser.countingFormat(of: datagram, in: context) else { return nil }
    let decoder = PayloadDecoder(context.texts, datagram)
    return tracker.observe(datagram, datagram.withPayload { format.dissect($0, decoder) })
  }

  /// Takes note that datagrams were passed over: what they were is no loss.
  package mutating func skip() { tracker.skip() }

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
