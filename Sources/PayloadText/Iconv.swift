import Glibc

/// An `iconv(3)` descriptor, and the only code that calls the C library's converters. Use it on one thread at a time.
@safe
final class Iconv {
  /// The reason that a conversion stopped.
  enum Stop {
    /// All input was converted.
    case done
    /// The output is full.
    case full
    /// The input at `offset` is not a character (EILSEQ).
    case bad
    /// The input ends inside a character (EINVAL).
    case cut
  }

  private let descriptor: iconv_t

  /// Returns `nil` if the C library lacks a converter.
  init?(from source: String, to target: String) {
    unsafe descriptor = iconv_open(target, source)
    if unsafe Int(bitPattern: descriptor) == -1 { return nil }
  }

  deinit {
    unsafe iconv_close(descriptor)
  }

  /// Converts `input` from `offset` into `output` from `count`, and advances both past the elements read and written.
  func convert<In: BitwiseCopyable, Out: BitwiseCopyable>(
    _ input: UnsafeBufferPointer<In>, from offset: inout Int, into output: inout [Out], count: inout Int
  ) -> Stop {
    let inSize = MemoryLayout<In>.size
    return unsafe output.withUnsafeMutableBytes { room in
      var source = unsafe UnsafeMutablePointer(
        mutating: UnsafeRawPointer(input.baseAddress)?.assumingMemoryBound(to: CChar.self))
      if let start = unsafe source { unsafe source = start + offset * inSize }
      var sourceLeft = (input.count - offset) * inSize
      var target = unsafe Self.place(in: room, Out.self, count)
      var targetLeft = room.count - count * MemoryLayout<Out>.size
      let status = unsafe iconv(descriptor, &source, &sourceLeft, &target, &targetLeft)
      let error = errno
      offset = input.count - sourceLeft / inSize
      count = (room.count - targetLeft) / MemoryLayout<Out>.size
      guard status == -1 else { return .done }
      switch error {
      case E2BIG: return .full
      case EINVAL: return .cut
      default: return .bad
      }
    }
  }

  /// Appends what the converter held back (a base waiting for its accent), and resets the converter.
  func flush<Out: BitwiseCopyable>(into output: inout [Out], count: inout Int) {
    unsafe output.withUnsafeMutableBytes { room in
      var target = unsafe Self.place(in: room, Out.self, count)
      var targetLeft = room.count - count * MemoryLayout<Out>.size
      unsafe iconv(descriptor, nil, nil, &target, &targetLeft)
      count = (room.count - targetLeft) / MemoryLayout<Out>.size
    }
  }

  private static func place<Out>(
    in room: UnsafeMutableRawBufferPointer, _: Out.Type, _ count: Int
  ) -> UnsafeMutablePointer<CChar>? {
    guard let start = room.baseAddress else { return nil }
    return unsafe (start + count * MemoryLayout<Out>.size).assumingMemoryBound(to: CChar.self)
  }
}
