import Glibc

/// A file of the project, given by its path below the project's folder.
struct SourceFile {
  let path: String
  let lines: [String]

  /// The project's folder.
  static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  init(_ path: String) throws {
    guard let file = fopen(Self.root + "/" + path, "r") else { throw Unreadable(path: path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer.prefix(count)
    }
    self.path = path
    lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  /// The lines without the text after `//`; crude, but no string literal in these sources contains `//` where that
  /// matters.
  var code: [String] {
    lines.map { line in
      guard line.holds("//"), let comment = line.firstRange(of: "//") else { return line }
      return String(line[..<comment.lowerBound])
    }
  }

  /// The modules that the file imports.
  var imports: [String] {
    code.compactMap { line in
      guard line.holds("import ") else { return nil }
      let words = line.split(separator: " ").drop { $0.hasPrefix("@") || Self.accessLevels.contains($0) }
      guard words.first == "import", words.count >= 2 else { return nil }
      // `import struct Module.Type` names the module in its third word.
      let module = words.dropFirst(words.count > 2 ? 2 : 1).first ?? ""
      return String(module.prefix { $0 != "." })
    }
  }

  private static let accessLevels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]

  /// All files below a folder whose names have one of the given endings, sorted.
  static func all(below folder: String, endings: [String]) throws -> [SourceFile] {
    try paths(below: folder).filter { path in endings.contains { path.hasSuffix($0) } }.map(SourceFile.init)
  }

  /// The names of the folders in a folder.
  static func folders(in folder: String) throws -> [String] {
    try entries(of: folder).filter { $0.isFolder }.map(\.name)
  }

  private static func paths(below folder: String) throws -> [String] {
    try entries(of: folder).flatMap { name, isFolder in
      isFolder ? try paths(below: "\(folder)/\(name)") : ["\(folder)/\(name)"]
    }
  }

  private static func entries(of folder: String) throws -> [(name: String, isFolder: Bool)] {
    guard let stream = opendir(root + "/" + folder) else { throw Unreadable(path: folder) }
    defer { closedir(stream) }
    var entries: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      var status = stat()
      guard stat("\(root)/\(folder)/\(name)", &status) == 0 else { throw Unreadable(path: "\(folder)/\(name)") }
      entries.append((name, status.st_mode & S_IFMT == S_IFDIR))
    }
    return entries.sorted { $0.name < $1.name }
  }

  /// The error that a file or folder of the project cannot be read.
  struct Unreadable: Error {
    let path: String
  }
}

extension String {
  /// Whether the string contains `text`, found by strstr(3): regular expressions are slow in debug builds.
  func holds(_ text: String) -> Bool { strstr(self, text) != nil }
}
