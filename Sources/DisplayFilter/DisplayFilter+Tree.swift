package import UDPCore

extension DisplayFilter {
  /// The expression as lines, one test per line, indented by depth, as `udpeek filter` prints it.
  package func tree(interfaces: InterfaceNames = InterfaceNames()) -> [String] {
    guard let expression else { return ["everything"] }
    var lines: [String] = []
    func add(_ part: FilterExpression, _ depth: Int, _ prefix: String) {
      let indent = String(repeating: "  ", count: depth) + prefix
      switch part {
      case .not(let inner): add(inner, depth, prefix + "not ")
      case .all(let parts):
        lines.append(indent + "all of")
        for part in parts { add(part, depth + 1, "") }
      case .any(let parts):
        lines.append(indent + "one of")
        for part in parts { add(part, depth + 1, "") }
      default: lines.append(indent + CanonicalWriter.text(of: part, interfaces))
      }
    }
    add(expression, 0, "")
    return lines
  }

  /// Translates the filter into another program's language.
  package func translation(
    to language: FilterTranslation.Language, interfaces: InterfaceNames = InterfaceNames()
  ) -> FilterTranslation {
    FilterTranslation(expression, language, interfaces)
  }
}
