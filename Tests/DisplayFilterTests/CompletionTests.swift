import DisplayFilter
import Testing

@Suite struct CompletionTests {
  @Test func `the word under the cursor is completed`() throws {
    let completion = try #require(DisplayFilter.completion(of: "in and po", at: 9))
    #expect(completion.range == 7..<9)
    #expect(completion.words == [.port, .portrange])
    #expect(DisplayFilter.completion(of: "in and po", at: 2)?.prefix == "in")
    #expect(DisplayFilter.completion(of: "in ", at: 3)?.words == DisplayFilter.vocabulary)
    #expect(DisplayFilter.completion(of: "src 10.0", at: 8)?.prefix == "10.0")
    #expect(DisplayFilter.completion(of: "\"po", at: 3) == nil)
    #expect(DisplayFilter.completion(of: "an", at: 2)?.words == [.and])
  }

  @Test(arguments: DisplayFilter.vocabulary)
  func `every word has its help`(field: FilterField) {
    #expect(!field.help.isEmpty)
  }
}
