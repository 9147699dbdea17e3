import Quantities
import Testing

@testable import LogFormats

@Suite("Values in carbontracker logs")
struct TrackerValueTests {
  @Test(
    "Durations of all releases",
    arguments: [
      ("0:00:37.541234", 37.541234), ("0:00:00.753973 s", 0.753973), ("1 day, 2:03:04", 93_784),
      ("2 days, 0:00:00.5", 172_800.5), ("0:00:5.03", 5.03), ("0:01:60.00", 120), ("111:11:54", 400_314),
      ("-0:00:01.20", -1.2), ("-1 day, 23:59:58", -2), ("4:32:37.32", 16_357.32), ("0:00:00", 0),
    ])
  func durations(text: String, seconds: Double) throws {
    let read = try #require(TrackerText.withBytes(text) { $0.trackerDuration() })
    #expect(abs(read - seconds) < 1e-9)
  }

  @Test("What is no duration", arguments: ["", "12", "0:00", "a:b:c", "0:00:nan", "1 week, 0:00:00", "0:-1:00"])
  func notDurations(text: String) { #expect(TrackerText.withBytes(text) { $0.trackerDuration() } == nil) }

  @Test(
    "Power values of all releases",
    arguments: [
      (["[239.42225]"], [239.42225]), (["[102.9132125 100.1273375]"], [102.9132125, 100.1273375]),
      (["[ 55.43 301.1 ]"], [55.43, 301.1]), (["[149.86133333 249.898     ]"], [149.86133333, 249.898]),
      (["[301.08866667 298.09566667", " 302.448      300.609     ]"], [301.08866667, 298.09566667, 302.448, 300.609]),
      (["212.35299999999998"], [212.35299999999998]), (["9.5e-05"], [9.5e-05]), (["0.0"], [0]), (["None"], [nil]),
      (["nan"], [nil]), (["[nan nan]"], [nil, nil]), (["[]"], []), (["np.float64(151.5)"], [151.5]),
      (["[np.float64(1.5), np.float64(2.5)]"], [1.5, 2.5]), (["[[212.0], [214.0]]."], [213]),
      (["[[1.0, None], [3.0, 8.0]]"], [2, 8]), (["-3.5"], [-3.5]), (["inf"], [nil]),
    ] as [([String], [Double?])])
  func powers(lines: [String], watts: [Double?]) {
    var list = TrackerPowerList()
    for line in lines { TrackerText.withBytes(line) { list.read($0) } }
    #expect(list.isComplete)
    #expect(!list.isDamaged)
    #expect(list.watts == watts)
  }

  @Test("Rubbish in place of a power is marked, and an open array is not complete")
  func damagedPowers() {
    var rubbish = TrackerPowerList()
    TrackerText.withBytes("[12.5 2022-05-28]") { rubbish.read($0) }
    #expect(rubbish.isDamaged)
    var endless = TrackerPowerList()
    TrackerText.withBytes("1e300") { endless.read($0) }
    #expect(endless.isDamaged && endless.watts == [nil])
    var open = TrackerPowerList()
    TrackerText.withBytes("[12.5 13.5") { open.read($0) }
    #expect(!open.isComplete)
  }

  @Test(
    "Device names keep full stops and commas",
    arguments: [
      ("  gpu with device(s) X.  cpu with device(s) intel-rapl:0.", ["gpu": ["X"], "cpu": ["intel-rapl:0"]]),
      (
        " GPU with device(s) Tesla T4, TITAN Xp. CPU with device(s) cpu:0, cpu:1.",
        ["gpu": ["Tesla T4", "TITAN Xp"], "cpu": ["cpu:0", "cpu:1"]]
      ),
      (" GPU with device(s) Tesla T4. CPU with device(s) .", ["gpu": ["Tesla T4"], "cpu": []]),
      (" CPU with device(s) i7-11800H @ 2.30GHz.", ["cpu": ["i7-11800H @ 2.30GHz"]]),
      (
        " GPU with device(s) NVIDIA H100. rev A. CPU with device(s) AMD EPYC 7742, 2 sockets.",
        ["gpu": ["NVIDIA H100. rev A"], "cpu": ["AMD EPYC 7742, 2 sockets"]]
      ),
      (" CPU with device(s) dram:1, cpu:0, dram:0, cpu:1.", ["cpu": ["dram:1", "cpu:0", "dram:0", "cpu:1"]]),
      (" nothing of the kind", [:]),
    ])
  func components(text: String, devices: [String: [String]]) {
    let components = TrackerText.withBytes(text) { TrackerComponentsLine.read($0) }
    #expect(Dictionary(components.map { ($0.name, $0.devices) }) { first, _ in first } == devices)
  }

  @Test(
    "The factor from mean to sum",
    arguments: [
      ("1.1.6", ["A", "B"], 1.0), ("2.0.0", ["A", "B"], 2), ("2.3.4.dev1+g61759d185.d20251107", ["A", "B", "C"], 3),
      ("2.4.7", ["A"], 1), ("2.4.7", ["GPU", "ANE"], 1), ("1.2.5", ["GPU", "ANE"], 1), ("10.0", ["A", "B"], 2),
    ])
  func correction(version: String, devices: [String], factor: Double) throws {
    let release = try #require(TrackerRelease(version))
    let component = TrackerComponent(name: "gpu", devices: devices)
    #expect(component.corrected(averagesDevices: release.averagesDevices).correctionFactor == factor)
  }

  @Test("A CPU that is no RAPL zone is modelled")
  func modelled() {
    #expect(TrackerComponent(name: "cpu", devices: ["AMD EPYC, 2 sockets"]).isModelled)
    #expect(!TrackerComponent(name: "cpu", devices: ["dram:0", "cpu:0"]).isModelled)
    #expect(!TrackerComponent(name: "cpu", devices: ["CPU"]).isModelled)
    #expect(!TrackerComponent(name: "cpu", devices: []).isModelled)
    #expect(!TrackerComponent(name: "gpu", devices: ["Tesla T4"]).isModelled)
  }

  @Test(
    "Intensity lines of all releases",
    arguments: [
      (
        "Training location was determined to be Copenhagen, DK. Current carbon intensity is 144.00 gCO2/kWh.", [144.0],
        .live, "Copenhagen, DK"
      ),
      (
        "Carbon intensity for the next 0:00:02 is predicted to be 160.00 gCO2/kWh at detected location: Brest, FR.",
        [160], .live, "Brest, FR"
      ),
      (
        "Location specific carbon intensity could not be fetched. Used average carbon intensity for EU-28 in 2017 of "
          + "294.21 gCO2/kWh.", [294.21], .eu28Default, nil
      ),
      (
        "Live carbon intensity could not be fetched at detected location: A, DK. Defaulted to average carbon intensity "
          + "for DK in 2023 of 151.65 gCO2/kWh. at detected location: A, DK.", [151.65], .countryDefault, "A, DK"
      ),
      (
        "Live carbon intensity could not be fetched at detected location: Unknown. Defaulted to average carbon "
          + "intensity for world in 2019 of 475.00 gCO2/kWh. at detected location: Kaiserslautern, DE.", [475],
        .worldDefault, "Kaiserslautern, DE"
      ),
      (
        "Carbon intensities (gCO2/kWh) fetched every 900 s at detected location A, DK: [np.float64(151.6503), 60]",
        [151.6503, 60], .unclassified, "A, DK"
      ),
      (
        "Carbon intensities (gCO2eq/kWh) fetched every 900 s at detected location: Unknown: [445.0]", [445],
        .unclassified, nil
      ),
      ("Average carbon intensity during training was 143.30 gCO2eq/kWh. ", [143.3], .unclassified, nil),
      ("Carbon intensity fetched: 121.00 gCO2/kWh at Copenhagen, DK", [121], .live, "Copenhagen, DK"),
      (
        "Failed to predict carbon intensity for the next 0:00:02, fallback on average measured intensity at detected "
          + "location: UNDETECTED.", [nil], .unclassified, nil
      ),
      (
        "No carbon intensity provider specified. Using average carbon intensity for DK: 143.30 gCO2eq/kWh.", [143.3],
        .countryDefault, nil
      ),
      (
        "No carbon intensity provider specified and no location detected. Defaulting to global average carbon "
          + "intensity for 2024: 445.00 gCO2eq/kWh.", [445], .worldDefault, nil
      ),
    ] as [(String, [Double?], TrackerIntensity.Source, String?)])
  func intensities(text: String, values: [Double?], source: TrackerIntensity.Source, place: String?) throws {
    let read = try #require(TrackerText.withBytes(text) { TrackerIntensityLine.read($0, line: 3) })
    #expect(read.map(\.gramsPerKilowattHour) == values)
    #expect(read.allSatisfy { $0.source == source && $0.place == place && $0.line == 3 })
  }
}
