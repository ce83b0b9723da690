import CaptureFile
import Templates

/// Runs `checksums` without bytes: lists the algorithms.
package enum ChecksumListing {
  /// Returns the algorithms with their parameters: a line, or a JSON object, for each.
  package static func lines(isJSON: Bool) -> [UInt8] {
    let columns = (ChecksumAlgorithm.all.map(\.name.utf8.count).max() ?? 0) + 2
    return ChecksumAlgorithm.all.flatMap { isJSON ? json($0) : Array((line($0, columns) + "\n").utf8) }
  }

  private static func line(_ algorithm: ChecksumAlgorithm, _ columns: Int) -> String {
    var words = [algorithm.name + String(repeating: " ", count: columns - algorithm.name.utf8.count)]
    words[0] += "width=\(algorithm.width)"
    if let crc = algorithm.crc {
      words += [
        "poly=" + hex(crc.polynomial, algorithm), "init=" + hex(crc.initial, algorithm),
        "refin=\(crc.reflectsInput)", "refout=\(crc.reflectsOutput)", "xorout=" + hex(crc.xorOutput, algorithm),
      ]
    }
    if let check = algorithm.check { words.append("check=" + hex(check, algorithm)) }
    words.append("order=" + algorithm.order.rawValue)
    if !algorithm.aliases.isEmpty { words.append("also=" + algorithm.aliases.joined(separator: ",")) }
    return words.joined(separator: " ")
  }

  private static func json(_ algorithm: ChecksumAlgorithm) -> [UInt8] {
    var object = JSONObject()
    object.add("name", algorithm.name)
    object.add("width", algorithm.width)
    if let crc = algorithm.crc {
      object.add("poly", hex(crc.polynomial, algorithm))
      object.add("init", hex(crc.initial, algorithm))
      object.add("refin", crc.reflectsInput)
      object.add("refout", crc.reflectsOutput)
      object.add("xorout", hex(crc.xorOutput, algorithm))
    }
    if let check = algorithm.check { object.add("check", hex(check, algorithm)) }
    object.add("order", algorithm.order.rawValue)
    object.add("also", algorithm.aliases.joined(separator: ","))
    return object.line
  }

  private static func hex(_ value: UInt64, _ algorithm: ChecksumAlgorithm) -> String {
    let digits = String(value, radix: 16)
    return "0x" + String(repeating: "0", count: max(0, (algorithm.width + 3) / 4 - digits.utf8.count)) + digits
  }
}
