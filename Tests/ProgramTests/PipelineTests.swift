import TestSupport
import Testing

/// Runs the recipes of pipelines.md with real servers, and holds the JSON that is printed against its schema.
@Suite(.waits) struct PipelineTests {
  private static let words = [Project.root + "/Tests/Pipelines/pipelines.py", Udpeek.path]

  /// Runs the recipes, and returns a row of the table for each: its name, and its numbers.
  private static func table(_ options: String...) throws -> [(name: String, numbers: [Int])] {
    let ended = try Program("python3", words + ["--together"] + options, environment: Udpeek.environment)
      .finish(within: 240)
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
    return ended.lines.dropFirst(2).map { line in
      let cells = line.split(separator: "|").map { $0.trimmingPrefix(" ").description }
      return (String(cells[0].dropLast()), cells.dropFirst().prefix(5).compactMap { Int($0.dropLast()) })
    }
  }

  @Test(.requiresNamespaces, .requiresServers)
  func `what is sent to each server's recipe arrives, although the server stands still in between`() throws {
    let rows = try Self.table("--rate", "20000", "--seconds", "2", "--stop", "1")
    #expect(rows.count == 6)
    for (name, numbers) in rows {
      try #require(numbers.count == 5, "\(name)")
      #expect(numbers[0] > 0 && numbers[4] == 0, "\(name): \(numbers)")
    }
  }

  @Test(.requiresNamespaces, .requiresServers)
  func `what memory cannot hold while a server stands still is counted, and told where it is missing`() throws {
    let rows = try Self.table(
      "--rate", "20000", "--seconds", "2", "--stop", "1", "--size", "1000", "--memory", "8MiB", "--only",
      "Redis Streams", "--only", "PostgreSQL", "--only", "rsyslog")
    #expect(rows.count == 3)
    for (name, numbers) in rows {
      try #require(numbers.count == 5, "\(name)")
      #expect(numbers[2] > 0 && numbers[4] == 0, "\(name): \(numbers)")
    }
  }

  @Test(.requiresValidator)
  func `every line of JSON that is printed is described by the schema, key by key`() throws {
    let words = [Project.root + "/Tests/Schema/schema.py", Udpeek.path]
    let ended = try Program("python3", words, environment: Udpeek.environment).finish(within: 200)
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
    #expect(ended.lines.count { $0.hasPrefix("ok: ") } == 24, "\(ended.output)")
  }
}

extension Trait where Self == ConditionTrait {
  /// Requires the servers and clients of the recipes, installed or unpacked by `make setup-tests`.
  fileprivate static var requiresServers: Self {
    .enabled("a server of the recipes is not here (Tests/Pipelines/pipelines.py PROGRAM --needs): make setup-tests") {
      let words = [Project.root + "/Tests/Pipelines/pipelines.py", Udpeek.path, "--needs"]
      return try Program("python3", words, environment: Udpeek.environment).finish(within: 20).status == 0
    }
  }

  /// Requires the validator of JSON Schema.
  fileprivate static var requiresValidator: Self {
    .enabled("python3-jsonschema is not installed: make setup-tests") {
      let modules = "import sys; sys.path.append('/usr/lib/python3/dist-packages'); import jsonschema"
      return try Program("python3", ["-c", modules], environment: Udpeek.environment).finish(within: 20).status == 0
    }
  }
}
