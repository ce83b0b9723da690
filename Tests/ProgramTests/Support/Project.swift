/// The sources that are tested.
enum Project {
  /// Their folder.
  static let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
}
