import FuzzTargets
import Glibc
import PayloadText

/// The parser to fuzz, named by `FUZZ_TARGET`.
private let target: FuzzTarget = {
  _ = CharacterLocale.activate(forceUTF8: true)
  let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
  guard let target = FuzzTarget.named(name) else {
    print("FUZZ_TARGET is one of: \(FuzzTarget.all.map(\.name).joined(separator: " "))")
    exit(2)
  }
  return target
}()

/// The function that libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  target.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}

#if FUZZING
  /// libFuzzer's own main function (FuzzerInterface.h).
  @_silgen_name("LLVMFuzzerRunDriver")
  private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
  ) -> CInt

  /// The main function by the name that the linker is told where `swift build` has not `--sanitize fuzzer`.
  @_cdecl("udpeek_fuzz_main")
  public func main(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    var (count, arguments) = (count, arguments)
    return runFuzzer(&count, &arguments, testOneInput)
  }
#else
  /// Reproduces crashes without the fuzzer: runs the named files, one input each.
  @main
  enum Main {
    static func main() {
      for path in CommandLine.arguments.dropFirst() {
        guard let file = fopen(path, "r") else { continue }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        fclose(file)
        print(path)
        target.check(Array(bytes.prefix(count)))
      }
    }
  }
#endif
