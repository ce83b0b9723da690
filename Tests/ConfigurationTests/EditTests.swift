import Basics
import Configuration
import PayloadText
import Testing
import UDPCore

struct EditTests {
  private static let boiler = AddressTarget("10.0.3.17")!

  @Test(arguments: [
    ("", "[encodings]\n\"10.0.3.17\" = \"gbk\"\n"),
    ("snap = 1", "snap = 1\n\n[encodings]\n\"10.0.3.17\" = \"gbk\"\n"),
    ("[encodings]\n", "[encodings]\n\"10.0.3.17\" = \"gbk\"\n"),
    (
      "# mine\n[encodings] # all\n\"10.0.0.0/8\" = \"big5\" # wide\n\n# next\n[keys]\n",
      "# mine\n[encodings] # all\n\"10.0.0.0/8\" = \"big5\" # wide\n\"10.0.3.17\" = \"gbk\"\n\n# next\n[keys]\n"
    ),
    (
      "[encodings]\n'10.0.3.17'  =  'utf-8'  # cellar\n[keys]\n",
      "[encodings]\n'10.0.3.17'  =  \"gbk\"  # cellar\n[keys]\n"
    ),
    ("encodings.\"10.0.3.17\" = \"utf-8\"", "encodings.\"10.0.3.17\" = \"gbk\""),
    ("encodings = { \"10.0.3.17\" = \"utf-8\" } # here", "encodings = { \"10.0.3.17\" = \"gbk\" } # here"),
  ])
  func `a choice goes into its section and nothing else changes`(_ before: String, _ after: String) throws {
    #expect(try ConfigurationEdit.keeping(.gbk, for: Self.boiler, in: before) == after)
    #expect(configuration(after).settings.encodings[target: Self.boiler] == .encoding(.gbk))
  }

  @Test func `a section that is written another way is left alone, and the line to add is told`() {
    let error = #expect(throws: ConfigurationEdit.Refusal.self) {
      try ConfigurationEdit.keeping(.gbk, for: Self.boiler, in: "encodings = { }\n")
    }
    #expect(error?.description.contains("\"10.0.3.17\" = \"gbk\"") == true)
  }

  @Test func `a file that is no TOML is not edited`() throws {
    #expect(throws: ConfigurationEdit.Refusal.self) {
      try ConfigurationEdit.saving(message: "temp?", as: "ask", in: "snap = 9\nbroken [[[\n")
    }
  }

  @Test func `a message is saved under its name, or in place of another`() throws {
    let first = try ConfigurationEdit.saving(message: "temp?\\r\\n'", as: "ask it", in: "# mine\n")
    #expect(first.hasPrefix("# mine\n"))
    #expect(configuration(first).settings.messages == ["ask it": "temp?\\r\\n'"])
    let second = try ConfigurationEdit.saving(message: "温度?", as: "ask it", in: first)
    #expect(configuration(second).settings.messages == ["ask it": "温度?"])
    let third = try ConfigurationEdit.saving(message: "x", as: "b", in: second)
    #expect(configuration(third).settings.messages == ["ask it": "温度?", "b": "x"])
  }
}
