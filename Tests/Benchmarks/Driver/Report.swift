import Glibc

/// The measured figures: as tables for people and as JSON.
struct Report {
  /// A column of a table.
  struct Column {
    let heading: String
    /// The column's name in the JSON.
    let key: String

    init(_ heading: String, key: String) {
      self.heading = heading
      self.key = key
    }
  }

  /// A cell of a table.
  enum Cell {
    case text(String)
    case number(Double, digits: Int)
    case none
  }

  /// A table with one kind of measurement.
  struct Table {
    let title: String
    /// The table's name in the JSON.
    let key: String
    let columns: [Column]
    var rows: [[Cell]] = []
  }

  private var tables: [Table] = []

  /// Adds a table and prints it.
  mutating func add(_ table: Table) {
    tables.append(table)
    print("\n" + table.text)
    fflush(nil)
  }

  /// Writes all tables to a file.
  func write(to path: String) throws {
    guard let file = fopen(path, "w") else { throw BenchError("cannot write \(path)", errno) }
    let text = "{\n" + tables.map { "\(quoted($0.key)): \($0.json)" }.joined(separator: ",\n") + "\n}\n"
    let isWritten = fputs(text, file) >= 0
    guard fclose(file) == 0, isWritten else { throw BenchError("cannot write \(path)", errno) }
    print("\nwritten to \(path)")
  }
}

extension Report.Table {
  /// The title, the headings and the rows; numbers are right-aligned.
  fileprivate var text: String {
    let lines = [columns.map(\.heading)] + rows.map { $0.map(\.text) }
    let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    let numeric = columns.indices.map { column in rows.contains { $0[column].isNumber } }
    let body = lines.map { line in
      let cells = line.enumerated().map { index, text in
        let blank = String(repeating: " ", count: widths[index] - text.count)
        return numeric[index] ? blank + text : text + blank
      }
      return "  " + cells.joined(separator: "  ")
    }
    return ([title] + body).joined(separator: "\n")
  }

  fileprivate var json: String {
    let objects = rows.map { row in
      "  {" + zip(columns, row).map { "\(quoted($0.key)): \($1.json)" }.joined(separator: ", ") + "}"
    }
    return "[\n" + objects.joined(separator: ",\n") + "\n]"
  }
}

extension Report.Cell {
  fileprivate var isNumber: Bool { if case .number = self { true } else { false } }

  fileprivate var text: String {
    switch self {
    case .text(let text): text
    case .number(let value, let digits): fixed(value, digits)
    case .none: "-"
    }
  }

  fileprivate var json: String {
    switch self {
    case .text(let text): quoted(text)
    case .number(let value, let digits): fixed(value, digits)
    case .none: "null"
    }
  }
}

/// Formats a number with the given number of decimal places.
private func fixed(_ value: Double, _ digits: Int) -> String {
  guard let scaled = Int(exactly: (value * pow(10, Double(digits))).rounded()) else { return "0" }
  let text = String(scaled.magnitude)
  let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
  let whole = padded.dropLast(digits)
  return (scaled < 0 ? "-" : "") + whole + (digits > 0 ? "." + padded.suffix(digits) : "")
}

/// Formats a JSON string from our own words and paths.
private func quoted(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": quoted += "\\\(scalar)"
    case "\0"..."\u{1f}": quoted += " "
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}
