import Basics

/// A decompressor for data that may arrive in pieces.
protocol Inflater: AnyObject {
  /// Decompresses into `output`.
  /// - Returns: the number of bytes taken from `input` and of bytes written, or an error in the data.
  func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Result<(taken: Int, made: Int), InflateError>
  /// Whether the data decompressed so far is complete.
  var isWhole: Bool { get }
}

/// An error in compressed data, with the library's explanation.
struct InflateError: Error {
  let reason: Phrase
}
