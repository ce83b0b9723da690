import Basics
import CZlib

/// A decompressor for gzip (RFC 1952), including concatenated members. No other type calls zlib.
@safe
final class GzipInflater: Inflater {
  /// A window of 32 KiB, and gzip's header rather than zlib's (zlib.h, `inflateInit2`).
  private static let gzipWindow: Int32 = 15 + 16

  private let stream: UnsafeMutablePointer<z_stream>
  private(set) var isWhole = false
  /// Whether the last member has ended and the next one has not begun.
  private var isBetween = false
  /// The error after the last decompressed bytes.
  private var failure: InflateError?

  init() throws(InflateError) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe zlib_inflate_init(stream, Self.gzipWindow) == Z_OK else {
      throw InflateError(reason: "zlib could not start")
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Result<(taken: Int, made: Int), InflateError> {
    if let failure { return .failure(failure) }
    if isBetween {
      // Anything after the last member that is not a member, such as zero padding, is skipped, as gzip(1) does.
      guard let first = unsafe input.first, first == 0x1f else { return .success((input.count, 0)) }
      guard unsafe inflateReset(stream) == Z_OK else {
        return .failure(InflateError(reason: "zlib could not continue"))
      }
      isBetween = false
      isWhole = false
    }
    unsafe stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    unsafe stream.pointee.avail_in = UInt32(clamping: input.count)
    unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = UInt32(clamping: output.count)
    let status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END:
      isBetween = true
      isWhole = true
    default:
      let reason = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
      failure = InflateError(reason: reason.map { Phrase(verbatim: $0) } ?? "gzip error \(status)")
    }
    let made = unsafe output.count - Int(stream.pointee.avail_out)
    if made == 0, let failure { return .failure(failure) }
    return unsafe .success((input.count - Int(stream.pointee.avail_in), made))
  }
}
