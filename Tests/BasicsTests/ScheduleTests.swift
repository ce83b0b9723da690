import Basics
import Testing

struct ScheduleTests {
  @Test func `jobs come by their time, and those of one time in the order in which they were added`() {
    var schedule = Schedule<Int>()
    let times: [Int64] = [30, 10, 20, 10, 30, 10, 0]
    for (job, time) in times.enumerated() { schedule.add(job, at: time) }
    #expect(schedule.next == 0)
    #expect(taken(from: &schedule, at: 25) == [6, 1, 3, 5, 2])
    #expect(schedule.next == 30)
    #expect(Set(schedule.jobs) == [0, 4])
    #expect(taken(from: &schedule, at: 29) == [])
    #expect(taken(from: &schedule, at: 30) == [0, 4])
    #expect(schedule.next == nil)
  }

  @Test func `a bounded schedule refuses what it has no room for`() {
    var schedule = Schedule<Int>(limit: 2)
    let added = [(1, 5), (2, 4), (3, 1)].map { schedule.add($0, at: Int64($1)) }
    #expect(added == [true, true, false])
    #expect(taken(from: &schedule, at: 4) == [2])
    let addedLater = schedule.add(3, at: 1)
    #expect(addedLater)
    schedule.removeAll()
    #expect(schedule.next == nil)
  }

  private func taken(from schedule: inout Schedule<Int>, at time: Int64) -> [Int] {
    var jobs: [Int] = []
    while let job = schedule.take(at: time) { jobs.append(job) }
    return jobs
  }
}
