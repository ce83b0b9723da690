/// The project under test.
enum Project {
  /// The path of the project's folder.
  static let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
}
