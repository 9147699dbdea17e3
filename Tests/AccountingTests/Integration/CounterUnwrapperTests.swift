import Accounting
import Quantities
import Testing

@Suite("Unwrapping energy counters")
struct CounterUnwrapperTests {
  private let package: Int64 = 262_143_328_850

  @Test("A possible decrease is a wrap")
  func wrap() {
    var unwrapper = CounterUnwrapper(range: package, component: .cpu)
    #expect(unwrapper.step(from: package - 60_000_000, to: 40_000_000, seconds: 1) == .spent(100_000_000))
    #expect(unwrapper.wraps == 1)
    #expect(unwrapper.resets == 0)
    #expect(!unwrapper.rangeIsInferred)
  }

  @Test("An impossible decrease is a reset")
  func reset() {
    var unwrapper = CounterUnwrapper(range: package, component: .cpu)
    #expect(unwrapper.step(from: 30_000_000_000, to: 1_000_000, seconds: 10) == .reset)
    #expect(unwrapper.step(from: 30_000_000, to: 0, seconds: 0) == .reset)
    #expect(unwrapper.wraps == 0)
    #expect(unwrapper.resets == 2)
  }

  @Test("A GPU's counter never wraps")
  func gpu() {
    var unwrapper = CounterUnwrapper(range: nil, component: .gpu)
    #expect(unwrapper.step(from: package - 1, to: 1, seconds: 1) == .reset)
    #expect(unwrapper.step(from: 1, to: 100_000_001, seconds: 100_000) == .spent(100_000_000))
    #expect(unwrapper.ambiguousIntervals == 0)
  }

  @Test("A long interval may hide a turn")
  func ambiguous() {
    var unwrapper = CounterUnwrapper(range: package, component: .cpu, maximumPower: .watts(200))
    // 262 kJ at 200 W take 1311 s; nine tenths of it are 1180 s.
    #expect(unwrapper.step(from: 0, to: 1_000_000, seconds: 1170) == .spent(1_000_000))
    #expect(unwrapper.ambiguousIntervals == 0)
    #expect(unwrapper.step(from: 1_000_000, to: 2_000_000, seconds: 1190) == .spent(1_000_000))
    #expect(unwrapper.ambiguousIntervals == 1)
  }

  @Test(
    "An unknown range is chosen from those of real registers",
    arguments: [Component.cpu, .dram].flatMap { component in
      CounterUnwrapper.knownRanges(of: component).map { (component, $0) }
    })
  func inference(component: Component, range: Int64) {
    var unwrapper = CounterUnwrapper(range: nil, component: component)
    var reading = range - 1_000_000_000
    var total: Int64 = 0
    for _ in 0..<30 {
      let next = (reading + 70_000_000) % range
      guard case .spent(let energy) = unwrapper.step(from: reading, to: next, seconds: 1) else {
        Issue.record("reset at \(reading)")
        return
      }
      total += energy
      reading = next
    }
    #expect(total == 30 * 70_000_000)
    #expect(unwrapper.range == range)
    #expect(unwrapper.rangeIsInferred)
  }

  @Test("A decrease that fits no register is a reset")
  func unknownRegister() {
    var unwrapper = CounterUnwrapper(range: nil, component: .cpu)
    #expect(unwrapper.step(from: 100_000_000_000, to: 5, seconds: 1) == .reset)
    #expect(unwrapper.range == nil)
  }
}
