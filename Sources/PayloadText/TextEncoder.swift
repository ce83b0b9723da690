/// Encodes text, such as replies and messages.
package enum TextEncoder {
  /// Encodes `text`.
  /// - Throws: `TextEncodingError.unencodable` for the first character that the encoding lacks, `unavailable` if glibc
  ///   lacks the converter module.
  package static func encode(_ text: String, as encoding: TextEncoding) throws(TextEncodingError) -> [UInt8] {
    switch encoding.method {
    case .utf8: return Array(text.utf8)
    case .utf16(let bigEndian):
      return text.utf16.flatMap { unit in
        let bytes = [UInt8(truncatingIfNeeded: unit >> 8), UInt8(truncatingIfNeeded: unit)]
        return bigEndian ? bytes : bytes.reversed()
      }
    case .ascii:
      if let (offset, scalar) = text.unicodeScalars.enumerated().first(where: { !$1.isASCII }) {
        throw .unencodable(scalar, offset: offset, encoding)
      }
      return Array(text.utf8)
    case .hex: return try hexBytes(text)
    case .iconv: return try convert(text, to: encoding)
    }
  }

  private static func convert(_ text: String, to encoding: TextEncoding) throws(TextEncodingError) -> [UInt8] {
    guard let writer = encoding.writer, let iconv = Iconv(from: TextEncoding.scalarsName, to: writer) else {
      throw .unavailable(encoding, package: TextEncoding.converterPackage)
    }
    let scalars = Array(text.unicodeScalars)
    // Every glibc converter but GB18030's silently drops tags.
    if encoding != .gb18030, let tag = scalars.firstIndex(where: { (0xe0000...0xe007f).contains($0.value) }) {
      // A character before the tag may be unencodable too, and is then reported first.
      _ = try bytes(of: scalars[..<tag].map(\.value.littleEndian), by: iconv, encoding)
      throw .unencodable(scalars[tag], offset: tag, encoding)
    }
    return try bytes(of: scalars.map(\.value.littleEndian), by: iconv, encoding)
  }

  private static func bytes(
    of scalars: [UInt32], by iconv: Iconv, _ encoding: TextEncoding
  ) throws(TextEncodingError) -> [UInt8] {
    // No encoding in the list takes more than four bytes per scalar; a scalar that is held back comes with the flush.
    var output = [UInt8](repeating: 0, count: 4 * scalars.count + 16)
    var count = 0
    var offset = 0
    let stop = unsafe scalars.withUnsafeBufferPointer { input in
      unsafe iconv.convert(input, from: &offset, into: &output, count: &count)
    }
    if stop != .done, offset < scalars.count {
      let scalar = Unicode.Scalar(UInt32(littleEndian: scalars[offset])) ?? "\u{fffd}"
      throw .unencodable(scalar, offset: offset, encoding)
    }
    iconv.flush(into: &output, count: &count)
    return Array(output[..<count])
  }

  /// Parses a text of bytes in hexadecimal.
  private static func hexBytes(_ text: String) throws(TextEncodingError) -> [UInt8] {
    do {
      return try HexSyntax.bytes(text)
    } catch {
      throw .unencodable(Array(text.unicodeScalars)[error.offset], offset: error.offset, .hex)
    }
  }
}
