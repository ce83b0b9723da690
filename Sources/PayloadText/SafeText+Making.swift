extension SafeText {
  /// Where text goes, which says how what may not be drawn is shown.
  private enum Manner {
    /// A row of the table: one marked cell, selectors dropped.
    case table
    /// The screen: escapes, told from text by their origin.
    case screen
    /// Output without attributes: escapes, and a literal backslash doubled.
    case plain
    /// A file or a record of data: as `plain`, with every mark.
    case record
    /// The clipboard: as `screen`, with every mark.
    case copy

    var doublesBackslash: Bool { self == .plain || self == .record }

    /// Whether a base has all its marks, more than a terminal should be given.
    var keepsMarks: Bool { self == .record || self == .copy }
  }

  /// Makes any string safe for the screen: what may not be drawn becomes an escape, `\n`, `\x1b`, `\u{9b}`.
  package init(_ string: String) {
    self.init(string, .screen)
  }

  /// Makes any string safe for output without attributes: escapes, and a literal backslash doubled.
  package init(escaped string: String) {
    self.init(string, .plain)
  }

  /// A row of the table: each control or invisible scalar is one marked cell, selectors and tags are dropped and
  /// counted, bad bytes are U+FFFD.
  package init(table text: DecodedText) {
    self.init(text, .table)
  }

  /// The detail pane: escapes, and bad bytes as `\xNN`.
  package init(detail text: DecodedText) {
    self.init(text, .screen)
  }

  /// Plain output and JSON: as the detail pane, and a literal backslash is doubled, so that no payload can forge an
  /// escape.
  package init(escaped text: DecodedText) {
    self.init(text, .plain)
  }

  /// A field of JSON or CSV: as plain output, but every mark stays with its base.
  package init(record text: DecodedText) {
    self.init(text, .record)
  }

  /// The clipboard: as the detail pane, but every mark stays with its base.
  package init(copy text: DecodedText) {
    self.init(text, .copy)
  }

  /// Where the detail's text of some units has to be broken so that it fits into rows of `columns` columns: indices of
  /// units that begin a row. A mark stays with its letter.
  ///
  /// - Parameters:
  ///   - used: the columns that the first row has used already; then those that the last one has.
  ///   - indent: the columns that every further row has used from its start.
  package static func breaks(
    detail units: ArraySlice<DecodedText.Unit>, used: inout Int, indent: Int, columns: Int
  ) -> [Int] {
    var breaks: [Int] = []
    var text = SafeText()
    var before = used
    for (index, unit) in zip(units.indices, units) {
      let width = text.width
      text.append(unit, .screen)
      if before + text.width > columns, before + width > indent {
        breaks.append(index)
        text = SafeText()
        text.append(unit, .screen)
        before = indent
      }
    }
    used = before + text.width
    return breaks
  }

  private mutating func append(_ unit: DecodedText.Unit, _ manner: Manner) {
    switch unit {
    case .scalar(let scalar): append(scalar, manner)
    case .badByte(let byte):
      if manner == .table { append(.badByte) } else { append(escape: "\\x" + hexDigits(byte), origin: .badByte) }
    }
  }

  private init(_ string: String, _ manner: Manner) {
    self.init()
    reserve(string.utf8.count)
    for scalar in string.unicodeScalars { append(scalar, manner) }
  }

  private init(_ text: DecodedText, _ manner: Manner) {
    self.init()
    reserve(text.units.count)
    for unit in text.units { append(unit, manner) }
  }

  private mutating func append(_ scalar: Unicode.Scalar, _ manner: Manner) {
    if scalar.value &- 0x20 < 0x5f {
      if scalar == "\\", manner.doublesBackslash {
        append(escape: "\\\\")
      } else {
        append(ascii: UInt8(truncatingIfNeeded: scalar.value))
      }
      return
    }
    switch ScalarClass(scalar) {
    case .allowed: place(scalar, Placement(scalar, isMark: false), manner)
    case .mark: place(scalar, Placement(scalar, isMark: true), manner)
    case .control, .separator, .invisible: reveal(scalar, manner)
    case .bidi:
      noteBidiControl()
      reveal(scalar, manner)
    case .selector: if manner == .table { noteDropped() } else { append(escape: escape(of: scalar)) }
    case .unassigned: append(escape: escape(of: scalar))
    }
  }

  private mutating func place(_ scalar: Unicode.Scalar, _ placement: Placement, _ manner: Manner) {
    switch placement {
    case .cells(let columns): append(scalar, columns: columns)
    case .unknown: append(escape: escape(of: scalar))
    case .onBase:
      switch attach(scalar) {
      case .attached: break
      case .full where manner.keepsMarks: attachFurther(scalar)
      case .full: if manner == .table { noteDropped() } else { append(escape: escape(of: scalar)) }
      case .noBase: reveal(scalar, manner)
      }
    }
  }

  private mutating func reveal(_ scalar: Unicode.Scalar, _ manner: Manner) {
    if manner == .table { append(.marked) } else { append(escape: escape(of: scalar)) }
  }
}

/// The escape that stands for a scalar, as the message syntax reads it.
private func escape(of scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": "\\n"
  case "\r": "\\r"
  case "\t": "\\t"
  case "\0": "\\0"
  case "\u{1}"..."\u{7f}": "\\x" + hexDigits(UInt8(truncatingIfNeeded: scalar.value))
  default: "\\u{" + String(scalar.value, radix: 16) + "}"
  }
}

/// Two lower-case hexadecimal digits.
func hexDigits(_ byte: UInt8) -> String {
  byte < 0x10 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
}
