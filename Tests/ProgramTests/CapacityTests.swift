import TestSupport
import Testing

/// Tests that the pages about capacity say what `Tests/Capacity/capacity.py` computes from its figures.
@Suite(.waits) struct CapacityTests {
  @Test(arguments: ["capacity.md", "capacity.zh-CN.md"])
  func `the tables of the page are those that are computed and simulated`(_ page: String) throws {
    let words = [Project.root + "/Tests/Capacity/capacity.py", "--check", Project.root + "/Resources/docs/" + page]
    let ended = try Program("python3", words, environment: Udpeek.environment).finish(within: 120)
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
  }
}
