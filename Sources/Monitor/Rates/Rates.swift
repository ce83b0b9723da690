/// Datagrams and bytes a second, and the pane that draws them.
struct Rates: Sendable {
  /// The rates of all peers together.
  var meter = RateMeter()
  /// The peer and the time scale that the pane shows.
  var graph = RateGraph()
}
