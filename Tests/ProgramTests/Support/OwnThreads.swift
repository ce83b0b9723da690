import Dispatch
import Plumbing
import Testing

/// A trait of suites that mostly wait for programs: they run on threads of their own, while others compute on the threads
/// that all tests share, one for each processor.
struct OwnThreads: SuiteTrait, TestScoping {
  fileprivate let threads: ThreadPool

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(threads, operation: function)
  }
}

extension Trait where Self == OwnThreads {
  /// Gives the suite threads that it shares with the others that wait.
  static var waits: Self { Self(threads: .waiting) }

  /// Gives the suite a thread that it shares with the other suites whose tests run one after the other: where all tests
  /// share a queue, each of their tests would wait for every other test.
  static var waitsInTurn: Self { Self(threads: .inTurn) }
}

/// Threads that run tasks in the order in which they come.
private final class ThreadPool: TaskExecutor {
  static let waiting = ThreadPool(threads: 2)
  static let inTurn = ThreadPool(threads: 1)

  private let jobs = Lock<[UnownedJob]>([])
  private let count = DispatchSemaphore(value: 0)

  private init(threads: Int) {
    for _ in 0..<threads {
      _ = Worker(name: "tests-wait") { [self] in
        while true {
          count.wait()
          jobs.withLock { $0.removeFirst() }.runSynchronously(on: asUnownedTaskExecutor())
        }
      }
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    count.signal()
  }
}
