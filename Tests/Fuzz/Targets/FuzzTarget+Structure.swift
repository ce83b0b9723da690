import Basics
import Structure

extension FuzzTarget {
  /// The search for structure: the first byte says how long the pieces are into which the rest is cut, and the second
  /// one how much their lengths vary.
  static let structure = FuzzTarget(name: "structure") { bytes in
    guard bytes.count > 2 else { return }
    let (size, variation) = (Int(bytes[0] % 64) + 1, Int(bytes[1] % 16))
    var samples: [StructureSample] = []
    var place = 2
    while place < bytes.count, samples.count < 300 {
      let length = min(bytes.count - place, size + (variation == 0 ? 0 : Int(bytes[place]) % variation))
      let time = samples.count % 7 == 0 ? Int64.max : Int64(samples.count) * 1_000_000_007
      samples.append(StructureSample(bytes: Array(bytes[place..<place + length]), time: time))
      place += length
    }
    guard let report = StructureReport.find(in: samples) else { return }
    // Every field lies in every datagram.
    for field in report.fields {
      switch field.place {
      case .front(let offset): precondition(offset + (field.width ?? 0) <= report.sizes.lowerBound)
      case .back(let back): precondition(back <= report.sizes.lowerBound && (field.width ?? 0) <= back)
      }
      precondition(field.held <= field.total)
    }
    precondition(StructureReport.find(in: samples) == report)
    precondition(KeptFormat(name: "found", report: report).text.utf8.count < 8_192)
    for (field, name) in zip(report.fields, FieldName.names(of: report.fields)) { _ = field.summary(name).english }
  }
}
