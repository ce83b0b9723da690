import Basics
import Configuration
import Impairment

extension FuzzTarget {
  /// Reads any words of impairments: a mistake is told, and what is read is written back to the same.
  static let impairments = FuzzTarget(name: "impairments") { bytes in
    let (choice, rest) = bytes.choice(of: ImpairmentKey.allCases.count)
    let key = ImpairmentKey.allCases[choice]
    var settings = ImpairmentSettings.none
    do throws(ImpairmentError) { try settings.set(key, to: rest.text) } catch {
      precondition(!error.description.isEmpty && error.offset <= rest.text.unicodeScalars.count, "\(error)")
      return
    }
    guard let words = settings.words(of: key) else { return }
    var again = ImpairmentSettings.none
    do throws(ImpairmentError) { try again.set(key, to: words) } catch { preconditionFailure("\(words): \(error)") }
    precondition(again == settings, "\(words) is something else")
  }

  /// Reads any profile: each problem is told with its line, and one without is followed through two rounds.
  static let profiles = FuzzTarget(name: "profiles") { bytes in
    let source = bytes.text
    let profile: ImpairmentProfile
    do throws(ConfigurationProblems) {
      profile = try ProfileFile.profile(in: source, path: "/p", name: "p")
    } catch {
      let lines = source.unicodeScalars.count { $0 == "\n" || $0 == "\r" } + 1
      for problem in error.all {
        guard case .file(_, let line, _) = problem.location else { continue }
        precondition((1...lines + 1).contains(line) && !problem.description.isEmpty, "\(problem)")
      }
      return
    }
    var elapsed: Int64 = 0
    var impairers = ImpairmentDirection.allCases.map {
      Impairer(settings: profile[$0].settings(at: 0), seed: 1, client: 0, direction: $0)
    }
    for _ in 0..<20 {
      for (index, direction) in ImpairmentDirection.allCases.enumerated() {
        impairers[index].settings = profile[direction].settings(at: elapsed)
        let fate = impairers[index].decide(size: 100, now: elapsed)
        if case .passes(let passage) = fate.datagram { precondition(passage.delay >= 0 && passage.size <= 100) }
      }
      guard let next = profile.nextChange(after: elapsed) else { return }
      precondition(next > elapsed, "time stands still")
      elapsed = next
    }
  }
}
