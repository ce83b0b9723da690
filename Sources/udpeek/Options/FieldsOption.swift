import ArgumentParser

/// The option that chooses the fields of datagrams in JSON, and of CSV's columns.
struct FieldsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only these fields of each datagram, in this order, as in time,src_ip,text; null or empty where it has none.",
      valueName: "name,..."),
    completion: Completions.recordFields)
  var fields: String?

  /// Checks that the fields are printed.
  func check(isJSON: Bool, isQuiet: Bool = false) throws {
    guard fields != nil else { return }
    if !isJSON { throw ValidationError("--fields goes with --json") }
    if isQuiet { throw ValidationError("--fields and --quiet exclude each other: no datagram is printed") }
  }
}

/// The values of `--json-batch`.
enum BatchArgument {
  /// The most objects in an array.
  private static let most = 100_000
  /// The time after which an array is written although it is not full, in nanoseconds.
  static let time: UInt64 = 1_000_000_000

  /// Checks a number of objects.
  static func check(_ rows: Int?, isJSON: Bool, isQuiet: Bool = false) throws {
    guard let rows else { return }
    if !isJSON { throw ValidationError("--json-batch goes with --json") }
    if isQuiet { throw ValidationError("--json-batch and --quiet exclude each other: no datagram is printed") }
    guard (1...most).contains(rows) else { throw ValidationError("--json-batch needs a number from 1 to 100000") }
  }
}
