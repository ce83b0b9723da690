/// What is sent to the receivers.
struct Load {
  let name: String
  /// Datagrams in all.
  let total: Int
  /// Datagrams a second; 0 is as fast as it goes.
  let rate: Int
  /// How many are joined for segmentation offload; 1 sends each by itself.
  var segments = 1
  /// Payload bytes.
  var size = 64
  /// The receive buffer that receivers ask for, in bytes.
  var buffer = Load.granted
  /// Who takes part, where installed.
  var contenders = Contender.allCases.filter { $0 != .listenApart }

  /// 8 MiB, what udpeek asks for by itself.
  static let granted = 8 << 20
  /// What makes the kernel grant its usual 212,992 bytes: it doubles what is asked for (socket(7)).
  static let usual = 106_496

  /// The loads whose name holds `text`; all of them where it is empty.
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
