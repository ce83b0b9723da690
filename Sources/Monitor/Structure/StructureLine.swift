import Basics
import PayloadText
import Structure
import TerminalUI

/// The structure of the selected datagram's kind as parts of the detail's rule.
struct StructureLine {
  let report: StructureReport
  let look: Look

  /// The parts, in the order of the fields; the most telling are left out last.
  func parts(_ style: Style, isASCII: Bool) -> [LinePart] {
    let names = FieldName.names(of: report.fields)
    return zip(report.fields, names).map { field, name in
      let text = look.symbols.dot + " " + look.words(field.summary(name, isASCII: isASCII))
      return LinePart(text, style: field.isSuspicious ? look.theme.warning : style, rank: field.rank)
    }
  }
}

extension StructureField {
  /// The importance in a narrow line.
  fileprivate var rank: Int {
    switch meaning {
    case .checksum: 57
    case .counter: 56
    case .length: 49
    case .enumeration: 48
    case .time: 47
    case .constant: 46
    case .float, .number: 42
    case .text, .bytes: 35
    }
  }

  /// Whether datagrams were lost or damaged.
  var isSuspicious: Bool {
    switch meaning {
    case .counter(_, _, let losses): losses.lost > 0
    case .checksum: held < total
    default: false
    }
  }
}
