import Basics
package import CaptureFile
import Configuration

extension Setup {
  /// Returns the fields that a list names, separated by commas; `nil` for `nil`.
  /// - Throws: a usage error that names the first mistake.
  package func selection(_ list: String?) throws(CommandFailure) -> RecordSelection? {
    guard let list else { return nil }
    let selection: RecordSelection
    do throws(RecordSelection.Problem) {
      selection = try RecordSelection(list, isFormatField: library.hasField)
    } catch {
      throw CommandFailure(sentence(error), .usage)
    }
    if let name = selection.formatField, !showsFields {
      throw CommandFailure(
        "--fields: '\(name)' is a field of a format: say which format reads the datagrams", .usage)
    }
    return selection
  }

  private func sentence(_ problem: RecordSelection.Problem) -> Phrase {
    switch problem {
    case .empty: return "--fields needs names separated by commas, as in time,src_ip,text"
    case .twice(let name): return "--fields has '\(name)' twice"
    case .unknown(let name):
      let names = RecordField.ofDatagrams.map(\.rawValue)
      let near = Spelling.hint(for: name, among: names + (showsFields ? library.fieldNames : []))
      return
        "--fields: no datagram has the field '\(name)'\(near) (\(names.joined(separator: ", ")), and the fields of formats)"
    }
  }
}
