import Basics
import PayloadText
import UDPCore

/// Writes an expression in a form that leaves nothing to guess, and that parses to the same expression again.
struct CanonicalWriter {
  private let interfaces: InterfaceNames
  private var out = ""
  /// Whether an endpoint without a direction would inherit that of the endpoint just written.
  private var carriesDirection = false

  private init(_ interfaces: InterfaceNames) {
    self.interfaces = interfaces
  }

  /// Returns the canonical form of `expression`, with scopes by their names in `interfaces`.
  static func text(of expression: FilterExpression, _ interfaces: InterfaceNames) -> String {
    var writer = CanonicalWriter(interfaces)
    writer.write(expression)
    return writer.out
  }

  private mutating func write(_ expression: FilterExpression) {
    switch expression {
    case .all(let parts): write(parts, with: " and ")
    case .any(let parts): write(parts, with: " or ")
    case .not(let part):
      out += "not "
      writePart(part)
    default: writeLeaf(expression)
    }
  }

  private mutating func write(_ parts: [FilterExpression], with separator: String) {
    for (index, part) in parts.enumerated() {
      if index > 0 { out += separator }
      writePart(part)
    }
  }

  private mutating func writePart(_ part: FilterExpression) {
    switch part {
    case .all, .any:
      let carriedBefore = carriesDirection
      out += "("
      write(part)
      out += ")"
      carriesDirection = carriedBefore
    default: write(part)
    }
  }

  private mutating func writeLeaf(_ leaf: FilterExpression) {
    var carries = false
    switch leaf {
    case .all, .any, .not: break
    case .host(let side, let address, let scope):
      out += "\(prefix(side))host \(text(address, scope))"
    case .net(let side, let network, let scope):
      let length = network.base.isIPv4 ? network.length - 96 : network.length
      out += "\(prefix(side))net \(text(network.base, scope))/\(length)"
    case .endpoint(let side, let address, let scope, let port):
      let name = text(address, scope)
      out += carriesDirection ? "\(side.rawValue) " : prefix(side)
      out += address.isIPv4 ? "\(name):\(port)" : "[\(name)]:\(port)"
      carries = carriesDirection || side != .either
    case .ports(let side, let ports):
      out += prefix(side)
      out += ports.count == 1 ? "port \(ports.lowerBound)" : "portrange \(ports.lowerBound)-\(ports.upperBound)"
    case .flag(let flag): out += flag.rawValue
    case .compare(.age, let relation, let value): out += "age \(relation.rawValue) \(TimeSpan(nanoseconds: value))"
    case .compare(let quantity, let relation, let value): out += "\(text(quantity)) \(relation.rawValue) \(value)"
    case .text(.contains, let text): out += Self.quoted(text)
    case .text(let relation, let text): out += "text \(relation.rawValue) \(Self.quoted(text))"
    case .regex(let regex): out += Self.text(regex)
    case .encoding(let encoding): out += "enc \(encoding.name)"
    case .rule(let name): out += "rule \(Self.quoted(FilterText(name, ignoresCase: false)))"
    case .field(let test, _): out += Self.text(test)
    case .hex(let bytes): out += "hex " + bytes.map { $0.map(Self.hex) ?? "??" }.joined(separator: " ")
    }
    carriesDirection = carries
  }

  private func prefix(_ side: FilterSide) -> String {
    side == .either ? "" : "\(side.rawValue) "
  }

  private func text(_ address: IPAddress, _ scope: UInt32?) -> String {
    guard let scope else { return address.description }
    let name = interfaces.name(of: scope)
    let known =
      scope < InterfaceNames.firstElsewhere ? interfaces.index(of: name) : interfaces.numberElsewhere(of: name)
    let isPlain = name.utf8.allSatisfy(FilterLexer.isPlainNameByte) && known == scope
    return "\(address)%\(isPlain ? name : String(scope))"
  }

  private func text(_ quantity: FilterQuantity) -> String {
    switch quantity {
    case .size: return "size"
    case .number: return "nr"
    case .age: return "age"
    case .data(let offset, let width, let mask):
      let place = width == 1 ? "data[\(offset)]" : "data[\(offset):\(width)]"
      return mask.map { "\(place) & 0x\(String($0, radix: 16))" } ?? place
    }
  }

  private static func text(_ test: FieldTest) -> String {
    switch test {
    case .compare(let name, let relation, let operand): "\(name) \(relation.rawValue) \(text(operand))"
    case .text(let name, let relation, let text): "\(name) \(relation.rawValue) \(quoted(text))"
    case .regex(let name, let regex): "\(name) matches \(text(regex))"
    case .format(let name): "format \(name)"
    case .badCheck: "badcheck"
    }
  }

  private static func text(_ operand: FieldOperand) -> String {
    operand.number != nil ? operand.text.string : quoted(operand.text)
  }

  private static func hex(_ byte: UInt8) -> String {
    byte.digits(2, radix: 16)
  }

  private static func text(_ regex: FilterRegex) -> String {
    var slashed = String.UnicodeScalarView("/".unicodeScalars)
    for scalar in regex.pattern.unicodeScalars {
      if scalar == "/" { slashed.append("\\") }
      slashed.append(scalar)
    }
    return "\(String(slashed))/\(regex.ignoresCase ? "i" : "")"
  }

  private static func quoted(_ text: FilterText) -> String {
    let quote: Unicode.Scalar = text.ignoresCase ? "\"" : "'"
    var out = String.UnicodeScalarView([quote])
    for scalar in text.string.unicodeScalars {
      switch scalar {
      case quote, "\\": out += ["\\", scalar]
      case "\n": out += "\\n".unicodeScalars
      case "\r": out += "\\r".unicodeScalars
      case "\t": out += "\\t".unicodeScalars
      case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value):
        out += "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars
      default: out.append(scalar)
      }
    }
    out.append(quote)
    return String(out)
  }
}
