/// Figures in Prometheus' text format, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats).
struct MetricsText {
  /// The kind of a metric.
  enum Kind: String {
    /// A sum since the start, which never falls.
    case counter
    /// A value that rises and falls.
    case gauge
  }

  /// A value of a metric, with what tells it from its other values.
  struct Sample {
    let labels: [(name: String, value: String)]
    let value: Int

    /// Creates a value without labels.
    init(_ value: Int) { self.init([], value) }

    /// Creates a value with labels.
    init(_ labels: [(name: String, value: String)], _ value: Int) {
      self.labels = labels
      self.value = value
    }
  }

  /// The beginning of every text, by which a file is known as one.
  static let beginning = "# HELP udpeek_build_info "

  private(set) var bytes: [UInt8] = []

  /// Adds a metric. Values with the same labels are added up, because a scrape that has one twice is refused as a whole; a
  /// metric without values is left out.
  mutating func add(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
    var sums: [(labels: String, value: Int)] = []
    var places: [String: Int] = [:]
    for sample in samples {
      let labels = Self.text(of: sample.labels)
      if let place = places[labels] {
        sums[place].value += sample.value
      } else {
        places[labels] = sums.count
        sums.append((labels, sample.value))
      }
    }
    if sums.isEmpty { return }
    bytes += Array("# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n".utf8)
    for (labels, value) in sums {
      bytes += Array(name.utf8)
      bytes += Array(labels.utf8)
      bytes += Array(" \(value)\n".utf8)
    }
  }

  /// Adds a metric of one value.
  mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
    add(name, kind, help, [Sample(value)])
  }

  private static func text(of labels: [(name: String, value: String)]) -> String {
    if labels.isEmpty { return "" }
    return "{" + labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }.joined(separator: ",") + "}"
  }

  /// Escapes what the format reads in its own way: backslashes and line feeds, and quotes in labels.
  private static func escaped(_ text: String, quotes: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += #"\\"#
      case "\n": result += #"\n"#
      case "\"" where quotes: result += #"\""#
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
