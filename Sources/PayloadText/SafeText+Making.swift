import Basics

extension SafeText {
  /// The destination of a text, which decides how to show characters that may not be drawn.
  private enum Manner {
    /// A row of the table: one marked cell per control or invisible scalar, selectors dropped.
    case table
    /// The screen: escapes, whose origin distinguishes them from text.
    case screen
    /// Output without attributes: escapes, with literal backslashes doubled.
    case plain
    /// A file or data record: as `plain`, with every mark.
    case record
    /// The clipboard: as `screen`, with every mark.
    case copy

    var doublesBackslash: Bool { self == .plain || self == .record }

    /// Whether a base keeps all its marks, even more than a terminal should get.
    var keepsMarks: Bool { self == .record || self == .copy }
  }

  /// Makes any string safe for the screen: a character that may not be drawn becomes an escape, `\n`, `\x1b`, `\u{9b}`.
  package init(_ string: String) {
    self.init(string, .screen)
  }

  /// Makes any string safe for output without attributes: escapes, with literal backslashes doubled.
  package init(escaped string: String) {
    self.init(string, .plain)
  }

  /// Makes a decoded payload safe for a row of the table: each control or invisible scalar is one marked cell,
  /// selectors and tags are dropped and counted, bad bytes become U+FFFD.
  package init(table text: DecodedText) {
    self.init(text, .table)
  }

  /// Makes a decoded payload safe for the detail pane: escapes, and bad bytes as `\xNN`.
  package init(detail text: DecodedText) {
    self.init(text, .screen)
  }

  /// Makes a decoded payload safe for plain output and JSON: escapes, bad bytes as `\xNN`, and literal backslashes
  /// doubled, so that no payload can forge an escape.
  package init(escaped text: DecodedText) {
    self.init(text, .plain)
  }

  /// Makes a decoded payload safe for a field of JSON or CSV: as for plain output, but every mark stays with its base.
  package init(record text: DecodedText) {
    self.init(text, .record)
  }

  /// Makes a decoded payload safe for the clipboard: as for the detail pane, but every mark stays with its base.
  package init(copy text: DecodedText) {
    self.init(text, .copy)
  }

  /// Breaks the detail pane's text of some units into rows of `columns` columns, and returns the indices of the units
  /// that begin a new row. A mark stays with its letter.
  ///
  /// - Parameters:
  ///   - used: the columns already used in the first row; on return, those used in the last one.
  ///   - indent: the columns already used in every further row.
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
      if manner == .table {
        append(.badByte)
      } else {
        append(escape: "\\x" + byte.digits(2, radix: 16), origin: .badByte)
      }
    }
  }

  private init(_ string: String, _ manner: Manner) {
    if let plain = SafeText(plain: string, doublesBackslash: manner.doublesBackslash) {
      self = plain
      return
    }
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
    case .selector: if manner == .table { noteDropped() } else { append(escape: Self.escape(of: scalar)) }
    case .unassigned: append(escape: Self.escape(of: scalar))
    }
  }

  private mutating func place(_ scalar: Unicode.Scalar, _ placement: Placement, _ manner: Manner) {
    switch placement {
    case .cells(let columns): append(scalar, columns: columns)
    case .unknown: append(escape: Self.escape(of: scalar))
    case .onBase:
      switch attach(scalar) {
      case .attached: break
      case .full where manner.keepsMarks: attachFurther(scalar)
      case .full: if manner == .table { noteDropped() } else { append(escape: Self.escape(of: scalar)) }
      case .noBase: reveal(scalar, manner)
      }
    }
  }

  private mutating func reveal(_ scalar: Unicode.Scalar, _ manner: Manner) {
    if manner == .table { append(.marked) } else { append(escape: Self.escape(of: scalar)) }
  }
}

extension SafeText {
  /// The escape for a scalar, in the syntax of messages.
  static func escape(of scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case "\0": "\\0"
    case "\u{1}"..."\u{7f}": "\\x" + scalar.value.digits(2, radix: 16)
    default: "\\u{" + String(scalar.value, radix: 16) + "}"
    }
  }
}
