/// The traffic sent to the receivers.
struct Load {
  /// The name of the load in the tables.
  let name: String
  /// Number of datagrams in all.
  let total: Int
  /// Datagrams per second; 0 sends as fast as possible.
  let rate: Int
  /// Number of datagrams joined for segmentation offload; 1 sends each separately.
  var segments = 1
  /// Payload size in bytes.
  var size = 64
  /// The receive buffer that receivers ask for, in bytes.
  var buffer = Load.granted
  /// The receivers to compare, as far as they are installed.
  var contenders = Contender.allCases.filter { $0 != .listenApart }

  /// The 8 MiB that udpeek requests by default.
  static let granted = 8 << 20
  /// The request for which the kernel grants its usual 212,992 bytes: it doubles the value (socket(7)).
  static let usual = 106_496

  /// The loads whose names contain `text`; all loads if it is empty.
  static func named(_ text: String) -> [Load] {
    all.filter { text.isEmpty || $0.name.contains(text) }
  }

  /// The loads of the comparison.
  static let all = [
    Load(name: "200,000/s for 3 s", total: 600_000, rate: 200_000, contenders: Contender.allCases),
    Load(
      name: "200,000/s, the kernel's usual buffer", total: 600_000, rate: 200_000, buffer: usual,
      contenders: [.plainC, .listen, .screen, .python]),
    Load(name: "100,000/s for 10 s", total: 1_000_000, rate: 100_000, contenders: [.plainC, .listen, .screen]),
    Load(name: "4 million joined, 900,000/s", total: 4_000_000, rate: 900_000, segments: 32),
    Load(
      name: "the same, the kernel's usual buffer", total: 4_000_000, rate: 900_000, segments: 32, buffer: usual,
      contenders: [.plainC, .listen, .screen]),
  ]
}
