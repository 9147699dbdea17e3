import Quantities
import Testing

@testable import Accounting

/// Energies and times of parts in columns.
@Suite struct PartEnergiesTests {
  @Test("Parts without a measurement have no energy, which is not zero")
  func missing() {
    var energies = PartEnergies(parts: 3)
    #expect(energies.total == nil)
    energies[1] = .joules(0)
    #expect(energies == [nil, .joules(0), nil] && energies.total == .zero)
    energies[2] = .joules(2.5)
    energies[1] = nil
    #expect(energies == [nil, nil, .joules(2.5)] && energies.total == .joules(2.5))
  }

  @Test("Times are rounded to the nearest nanosecond")
  func times() {
    var times = PartTimes(parts: 2)
    times[0] = .seconds(11.741004999)
    times[1] = Duration(secondsComponent: 12, attosecondsComponent: 999_999_999_600_000_000)
    #expect(Array(times) == [.nanoseconds(11_741_004_999), .seconds(13)])
  }
}
