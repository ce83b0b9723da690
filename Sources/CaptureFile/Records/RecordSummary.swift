package import Basics

/// The counts of a whole run: the last record of JSON Lines.
package struct RecordSummary: Sendable {
  package var received: Int
  package var shown: Int
  package var sent: Int
  package var kernelDrops: Int
  /// Whether more may have been dropped, because joined datagrams were read.
  package var dropsAreLowerBound: Bool
  package var truncated: Int
  /// Rows that were evicted from the log before they were printed.
  package var evictedUnprinted: Int

  /// Creates a summary of these counts.
  package init(
    received: Int, shown: Int, sent: Int, kernelDrops: Int, dropsAreLowerBound: Bool = false, truncated: Int,
    evictedUnprinted: Int = 0
  ) {
    self.received = received
    self.shown = shown
    self.sent = sent
    self.kernelDrops = kernelDrops
    self.dropsAreLowerBound = dropsAreLowerBound
    self.truncated = truncated
    self.evictedUnprinted = evictedUnprinted
  }

  /// The summary as a line for standard error.
  package var text: Phrase {
    """
    received \(received), shown \(shown), sent \(sent), kernel drops \(dropsAreLowerBound ? "≥ " : "")\(kernelDrops), \
    truncated \(truncated), evicted unprinted \(evictedUnprinted)
    """
  }

  /// The summary as a JSON object.
  var object: JSONObject {
    var object = JSONObject()
    object.add(.direction, RecordDirection.summary.rawValue)
    object.add(.received, received)
    object.add(.sent, sent)
    object.add(.shown, shown)
    object.add(.kernelDrops, kernelDrops)
    object.add(.truncated, truncated)
    object.add(.evicted, evictedUnprinted)
    return object
  }
}
