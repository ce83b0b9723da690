import Basics

/// Unpacks what is compressed, in whatever pieces it comes.
protocol Inflater: AnyObject {
  /// Unpacks into `output`.
  /// - Returns: bytes taken from `input`, and bytes written; or what is wrong with the bytes.
  func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Result<(taken: Int, made: Int), InflateError>
  /// Whether what was unpacked so far is whole.
  var isWhole: Bool { get }
}

/// Compressed bytes that cannot be unpacked: why, in the library's words.
struct InflateError: Error {
  let reason: Phrase
}
