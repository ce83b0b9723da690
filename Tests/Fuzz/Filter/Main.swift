import DisplayFilter

/// What the fuzzer does with each input: whatever it is, the filter is understood or refused with an error that lies in
/// the source, and what was understood reads the same when it is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  check(String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
  return 0
}

private func check(_ source: String) {
  let length = source.unicodeScalars.count
  do throws(FilterError) {
    let filter = try DisplayFilter(source)
    let again = (try? DisplayFilter(filter.canonical))
    precondition(again?.expression == filter.expression, "read differently: \(filter.canonical)")
    precondition(again?.canonical == filter.canonical, "written differently: \(filter.canonical)")
    for language in FilterTranslation.Language.allCases {
      let translation = filter.translation(to: language)
      precondition((translation.text == nil) != translation.gaps.isEmpty)
    }
    precondition(!filter.tree().isEmpty)
  } catch {
    precondition(0 <= error.range.lowerBound && error.range.upperBound <= length, "the error lies outside: \(source)")
    precondition(!error.message.isEmpty)
  }
  _ = DisplayFilter.completion(of: source, at: length / 2)
}

#if !FUZZING
  /// Without the fuzzer: tries the files named, one input each, to see a crash again.
  @main
  enum Main {
    static func main() {
      for path in CommandLine.arguments.dropFirst() {
        guard let file = fopen(path, "r") else { continue }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        fclose(file)
        print(path)
        check(String(decoding: bytes.prefix(count), as: UTF8.self))
      }
    }
  }
  import Glibc
#endif
