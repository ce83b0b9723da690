import Basics
import CZstd

/// A decompressor for Zstandard (RFC 8878), including concatenated frames. No other type calls libzstd.
@safe
final class ZstandardInflater: Inflater {
  private let stream: OpaquePointer
  private(set) var isWhole = false
  /// The error after the last decompressed bytes.
  private var failure: InflateError?

  init() throws(InflateError) {
    guard let stream = unsafe ZSTD_createDStream() else { throw InflateError(reason: "libzstd could not start") }
    unsafe self.stream = stream
  }

  deinit {
    unsafe ZSTD_freeDStream(stream)
  }

  func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Result<(taken: Int, made: Int), InflateError> {
    if let failure { return .failure(failure) }
    var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    let status = unsafe ZSTD_decompressStream(stream, &target, &source)
    let (taken, made) = unsafe (source.pos, target.pos)
    if ZSTD_isError(status) != 0 {
      let error = unsafe InflateError(reason: Phrase(verbatim: String(cString: ZSTD_getErrorName(status))))
      failure = error
      return made == 0 ? .failure(error) : .success((taken, made))
    }
    // Without input, the status is about the next frame, not about the one before.
    if taken > 0 || made > 0 { isWhole = status == 0 }
    return .success((taken, made))
  }
}
