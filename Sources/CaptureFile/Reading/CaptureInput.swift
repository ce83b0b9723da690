import Basics
import CLinux
import Glibc
import Plumbing
import UDPCore

/// The decompressed bytes of a capture file, or of a pipe that is still being written.
final class CaptureInput {
  /// The outcome of an attempt to get more bytes.
  enum FillResult {
    case more
    /// No bytes have arrived: wait until the descriptor is readable.
    case waits
    case end
  }

  /// The number of bytes to read at once; they fit in the processor's cache.
  private static let piece = 256 << 10

  let descriptor: Int32
  /// The size of a regular file in bytes; `nil` for a pipe.
  let fileSize: Int?
  /// The number of bytes read from the descriptor.
  private(set) var bytesRead = 0
  private var buffer: [UInt8]
  /// The range of the bytes to parse, in `buffer`.
  private(set) var waiting = 0..<0
  /// The offset in the capture of the first of `buffer`.
  private(set) var base: UInt64 = 0
  /// The error that ended reading, if any.
  private(set) var problem: CaptureWarning.Problem?

  private var inflater: (any Inflater)?
  private var packed: [UInt8] = []
  private var packedWaiting = 0..<0
  private var isPackingKnown = false
  private var isAtEnd = false

  /// Creates an input from `descriptor`, which it closes when it is released.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    var status = stat()
    let isRegular = unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    fileSize = isRegular ? Int(status.st_size) : nil
    buffer = [UInt8](repeating: 0, count: Self.piece)
  }

  deinit {
    close(descriptor)
  }

  /// Calls `body` with the bytes in the buffer, which end with `waiting`.
  func withBytes<R>(_ body: (RawSpan) -> R) -> R {
    unsafe buffer.withUnsafeBytes { bytes in
      unsafe body(UnsafeRawBufferPointer(rebasing: bytes[..<waiting.upperBound]).bytes)
    }
  }

  /// Returns the first bytes to parse, at most `count`.
  func first(_ count: Int) -> [UInt8] { Array(buffer[waiting.prefix(count)]) }

  /// Discards the bytes up to the cursor.
  func consume(through cursor: Int) {
    waiting = cursor..<waiting.upperBound
  }

  /// Gets more bytes towards `needed`. Memory only grows once the buffer is full.
  func fill(needed: Int) -> FillResult {
    if problem != nil { return .end }
    makeRoom(needed: needed)
    guard let taken = isPackingKnown ? nil : learnPacking() else {
      return inflater == nil ? read() : inflate()
    }
    return taken
  }

  /// Moves the bytes to parse to the front, and enlarges the buffer if they fill it and more are needed.
  private func makeRoom(needed: Int) {
    if waiting.lowerBound > 0 {
      let count = waiting.count
      let start = waiting.lowerBound
      if count > 0 {
        unsafe buffer.withUnsafeMutableBytes { bytes in
          guard let first = bytes.baseAddress else { return }
          unsafe memmove(first, first + start, count)
        }
      }
      base += UInt64(start)
      waiting = 0..<count
    }
    if waiting.upperBound == buffer.count, needed > buffer.count {
      buffer += [UInt8](repeating: 0, count: min(buffer.count, needed - buffer.count + Self.piece))
    }
  }

  /// Detects compression from the first bytes.
  /// - Returns: `nil` if the bytes must now be decompressed.
  private func learnPacking() -> FillResult? {
    while waiting.count < 4, !isAtEnd {
      switch read() {
      case .more: continue
      case .waits: return .waits
      case .end: isAtEnd = true
      }
    }
    isPackingKnown = true
    let first = first(4)
    do throws(InflateError) {
      if first.starts(with: [0x1f, 0x8b]) { inflater = try GzipInflater() }
      if Self.isZstandard(first) { inflater = try ZstandardInflater() }
    } catch {
      problem = .badCompression(error.reason)
      return .end
    }
    guard inflater != nil else { return waiting.isEmpty ? .end : .more }
    packed = Array(buffer[waiting])
    packedWaiting = packed.indices
    waiting = 0..<0
    return nil
  }

  /// Returns whether the bytes begin a Zstandard frame, or a skippable one, which pzstd puts before each (RFC 8878,
  /// 3.1).
  private static func isZstandard(_ first: [UInt8]) -> Bool {
    first == [0x28, 0xb5, 0x2f, 0xfd]
      || first.count == 4 && first[0] & 0xf0 == 0x50 && first.dropFirst().elementsEqual([0x2a, 0x4d, 0x18])
  }

  /// Reads into the buffer without decompression.
  private func read() -> FillResult {
    if isAtEnd { return .end }
    let (filling, count) = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[waiting.upperBound...]))
    }
    waiting = waiting.lowerBound..<waiting.upperBound + count
    return filling
  }

  private func read(into place: UnsafeMutableRawBufferPointer) -> (FillResult, count: Int) {
    if fileSize == nil, !PollSet.isReady(descriptor) { return (.waits, 0) }
    while true {
      let count = unsafe Glibc.read(descriptor, place.baseAddress, min(place.count, Self.piece))
      let code = errno
      if count > 0 {
        bytesRead += count
        return (.more, count)
      }
      if count < 0 {
        if code == EINTR { continue }
        if code == EAGAIN { return (.waits, 0) }
        problem = .readFailed(errorPhrase(code))
      }
      isAtEnd = true
      return (.end, 0)
    }
  }

  /// Decompresses into the buffer, and reads more when there is nothing left to decompress.
  private func inflate() -> FillResult {
    guard let inflater else { return .end }
    while true {
      do throws(InflateError) {
        let (taken, made) = try inflateOnce(inflater)
        packedWaiting = packedWaiting.lowerBound + taken..<packedWaiting.upperBound
        waiting = waiting.lowerBound..<waiting.upperBound + made
        if made > 0 { return .more }
        if taken > 0 { continue }
      } catch {
        problem = .badCompression(error.reason)
        return .end
      }
      if !packedWaiting.isEmpty, isAtEnd { return .end }
      switch readPacked() {
      case .more: continue
      case .waits: return .waits
      case .end:
        if !inflater.isWhole { problem = problem ?? .cutCompression }
        return .end
      }
    }
  }

  private func inflateOnce(_ inflater: any Inflater) throws(InflateError) -> (taken: Int, made: Int) {
    let (start, input) = (waiting.upperBound, packedWaiting)
    let result = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe packed.withUnsafeBytes { packed in
        unsafe inflater.inflate(
          UnsafeRawBufferPointer(rebasing: packed[input]),
          into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
      }
    }
    return try result.get()
  }

  private func readPacked() -> FillResult {
    if isAtEnd { return .end }
    let left = Array(packed[packedWaiting])
    packed = left + [UInt8](repeating: 0, count: Self.piece)
    let (filling, count) = unsafe packed.withUnsafeMutableBytes { bytes in
      unsafe read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[left.count...]))
    }
    packedWaiting = 0..<left.count + count
    return filling
  }
}
