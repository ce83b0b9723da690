import Structure
import Testing

/// The time that the finder takes.
struct SpeedTests {
  @Test(.enabled(if: ProcessEnvironment.isThorough)) func `a search takes little time`() throws {
    for one in MadeUpProtocol.tuning + MadeUpProtocol.judging {
      let (samples, _) = one.stream(256, seed: 2)
      let first = try #require(StructureReport.find(in: samples))
      let clock = ContinuousClock()
      let cold = clock.measure { for _ in 0..<10 { _ = StructureReport.find(in: samples) } } / 10
      let warm = clock.measure { for _ in 0..<10 { _ = StructureReport.find(in: samples, known: first.checksum) } } / 10
      print("\(one.name): \(cold) at first, \(warm) when the checksum is known")
    }
  }
}
