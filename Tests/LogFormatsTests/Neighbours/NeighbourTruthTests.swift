import Foundation
import LogFormats
import Quantities
import TestSupport
import Testing

/// Every file of the reference, by tool.
@Suite("Neighbours agree with the reference", .enabled(if: SharedData.shouldRun))
struct NeighbourTruthTests {
  private static let kilowattHour = 3.6e6

  // MARK: CodeCarbon

  @Test("CodeCarbon's emissions.csv: rows, runs and sums")
  func codecarbon() throws {
    let files = try TraceTruth.files("codecarbon_csv")
    #expect(files.count >= 120)
    for file in files {
      let read = try file.read()
      guard let expected = file.devices["all"], let columns = expected["columns"] as? Int else {
        Issue.record("\(file.path): no reference")
        continue
      }
      // Files of tasks of a load test that hold a line break and nothing else.
      if columns == 0 {
        #expect(read.isUnused)
        continue
      }
      let log = try #require(read.codecarbon, "\(file.path): \(read.codes)")
      #expect(read.file.format == .codecarbonEmissions)
      TraceTruth.expectClose(Double(log.rows.count + log.supersededRows), expected["n"], "\(file.path) n")
      TraceTruth.expectClose(Double(log.rows.count), expected["runs"], "\(file.path) runs")
      #expect(expected["ragged"] as? Int == 0 && !read.codes.contains("codecarbon.row-width"))
      func sum(_ value: (CodeCarbonRow) -> Double?) -> Double { log.rows.reduce(0) { $0 + (value($1) ?? 0) } }
      func withPUE(_ value: KeyPath<CodeCarbonRow, Double?>) -> Double {
        sum { row in row[keyPath: value].map { $0 * (row.pue ?? 1) } }
      }
      let comparisons: [(String, Double)] = [
        ("E_count_J", withPUE(\.totalKilowattHours) * Self.kilowattHour),
        ("emissions_kg", sum(\.grams) / 1000), ("duration_s", sum { $0.seconds }),
        ("cpu_energy_kWh", withPUE(\.cpuKilowattHours)), ("gpu_energy_kWh", withPUE(\.gpuKilowattHours)),
        ("ram_energy_kWh", withPUE(\.ramKilowattHours)),
      ]
      for (key, value) in comparisons { TraceTruth.expectClose(value, expected[key], "\(file.path) \(key)") }
    }
  }

  @Test("CodeCarbon's load tests")
  func loadProfiles() throws {
    let files = try TraceTruth.files("codecarbon_loadprofile")
    #expect(files.count >= 8)
    for file in files {
      // Two files of tasks hold a line break and nothing else.
      if file.devices.isEmpty { continue }
      let read = try file.read()
      #expect(read.file.format == .codecarbonLoadProfile)
      TraceTruth.expectAgreement(file, read) { series in
        ["RAPL": "rapl_power", "estimate": "estimated_power", "smart plug": "tapo_power"][series.device]
      }
    }
  }

  // MARK: Energies of windows

  @Test("Zeus: sums over all windows, as the reference defines them")
  func zeus() throws {
    let files = try TraceTruth.files("zeus_csv")
    #expect(files.count == 12)
    for file in files {
      let log = try #require(try file.read().energyRecords, "\(file.path)")
      for (device, expected) in file.devices {
        let index = try #require(Int(device.dropFirst(3).prefix { $0.isNumber }))
        let parts = log.records.map { record in record.parts.first { $0.device == "GPU \(index)" } }
        TraceTruth.expectClose(Double(parts.count { $0 != nil }), expected["n"], "\(file.path) \(device) n")
        TraceTruth.expectClose(
          parts.reduce(0) { $0 + ($1?.joules ?? 0) }, expected["E_count_J"], "\(file.path) \(device) E_count_J")
        TraceTruth.expectClose(
          log.records.reduce(0) { $0 + ($1.seconds ?? 0) }, expected["duration_s"], "\(file.path) \(device) duration_s")
      }
    }
  }

  @Test("eco2AI: sums over all rows, as they are printed")
  func eco2ai() throws {
    let files = try TraceTruth.files("eco2ai_csv")
    #expect(files.count == 2)
    for file in files {
      let read = try file.read()
      let log = try #require(read.energyRecords, "\(file.path)")
      let expected = try #require(file.devices["all"])
      let totals = log.records.map { record in record.parts.first { $0.device == "total" } }
      TraceTruth.expectClose(Double(totals.count { $0 != nil }), expected["n"], "\(file.path) n")
      TraceTruth.expectClose(totals.reduce(0) { $0 + ($1?.joules ?? 0) }, expected["E_count_J"], "\(file.path) E")
      TraceTruth.expectClose(
        log.records.reduce(0) { $0 + ($1.seconds ?? 0) }, expected["duration_s"], "\(file.path) duration_s")
      // What the fork printed as kilowatt-hours for seconds counts nowhere: no machine draws 20 kW.
      for record in log.records {
        guard let counted = record.counted, let seconds = record.seconds else { continue }
        #expect(counted.joules <= 20_000 * max(seconds, 1))
      }
      #expect(read.codes.contains("eco2ai.implausible-energy"))
    }
  }

  // MARK: Traces

  @Test("experiment-impact-tracker")
  func impactTracker() throws {
    let files = try TraceTruth.files("eit_json")
    #expect(files.count == 8)
    let names = [
      "RAPL": "rapl_power_draw_absolute", "process (CPU)": "rapl_estimated_attributable_power_draw",
      "boards": "nvidia_draw_absolute", "process (GPU)": "nvidia_estimated_attributable_power_draw",
    ]
    for file in files { TraceTruth.expectAgreement(file, try file.read()) { names[$0.device] } }
  }

  @Test("AIPowerMeter; -1 is no power")
  func aiPowerMeter() throws {
    let files = try TraceTruth.files("aipowermeter_json")
    #expect(files.count == 5)
    let names = [
      "packages": "intel_power", "psys": "psys_power", "cores": "total_cpu_power", "boards": "nvidia_draw_absolute",
    ]
    for file in files {
      let read = try file.read()
      // The reference reads the sentinel as a power of -1 W.
      let hasNoPlatform = (file.devices["psys_power"]?["peak_W"] as? Double) == -1
      TraceTruth.expectAgreement(file, read, except: hasNoPlatform ? ["psys_power": "-1 throughout"] : [:]) { series in
        series.device == "psys" && hasNoPlatform ? nil : names[series.device]
      }
      if hasNoPlatform {
        let psys = try #require(read.trace?.series.first { $0.device == "psys" })
        #expect(psys.samples == 0 && psys.missingSamples == 30)
      }
    }
  }

  @Test("PowerJoular: machines and processes")
  func powerjoular() throws {
    let files = try TraceTruth.files("powerjoular_csv", "powerjoular_pid_csv")
    #expect(files.count == 11)
    let names = ["CPU": "CPU Power", "GPU": "GPU Power", "total": "Total Power", "process (CPU)": "CPU Power"]
    for file in files { TraceTruth.expectAgreement(file, try file.read()) { names[$0.device] } }
  }

  @Test("EnergiBridge")
  func energibridge() throws {
    let files = try TraceTruth.files("energibridge_csv")
    #expect(files.count == 5)
    for file in files {
      let read = try file.read()
      // The reference subtracts milliseconds, without the rounding of Unix seconds to a double that it has elsewhere;
      // and joules are kept to 1e-9, of which a counter that moves by 0.07 J has 3.6e-9.
      var differing: [String: String] = ["PP1_ENERGY (J).E_count_J": "joules are kept to 1e-9"]
      for device in file.devices.keys where device.hasSuffix("ENERGY (J)") {
        differing["\(device).duration_s"] = "milliseconds subtracted"
      }
      func name(_ series: TraceSeries) -> String? {
        if series.device.hasPrefix("CORE") { return nil }
        return series.quantity == .energyCounter ? "\(series.device)_ENERGY (J)" : "\(series.device)_POWER (Watts)"
      }
      TraceTruth.expectAgreement(file, read, differing: differing, name: name)
      for (place, series) in (read.trace?.series ?? []).enumerated() where series.quantity == .energyCounter {
        guard let device = name(series), let expected = file.devices[device] else { continue }
        let times = read.columns[place].times
        let milliseconds = ((times.last ?? 0) - (times.first ?? 0)) / 1_000_000
        TraceTruth.expectClose(Double(milliseconds) / 1000, expected["duration_s"], "\(file.path) \(device) duration_s")
        let values = read.values(place)
        let joules = (values.last ?? 0) - (values.first ?? 0)
        #expect(abs(joules - (expected["E_count_J"] as? Double ?? .nan)) < 2e-9)
      }
    }
  }

  @Test("Intel Power Gadget")
  func powerGadget() throws {
    let files = try TraceTruth.files("ipg_csv")
    #expect(files.count == 1)
    for file in files {
      TraceTruth.expectAgreement(file, try file.read()) { series in
        let device = series.device.replacingOccurrences(of: " (cumulative)", with: "")
        if device.contains("Limit") { return "Package Power Limit_0(Watt)" }
        let name = device.replacingOccurrences(of: "_0", with: "")
        return series.quantity == .energyCounter
          ? "Cumulative \(name) Energy_0(Joules)" : "\(name) Power_0(Watt)"
      }
    }
  }

  @Test("Green Metrics Tool: sums in the file's own unit, and units that are told")
  func greenMetricsTool() throws {
    let files = try TraceTruth.files("gmt_log")
    #expect(files.count == 14)
    var judged = 0
    for file in files {
      let read = try file.read()
      // The carbon intensity of a country is no energy.
      if file.devices["DE"] != nil {
        #expect(read.isUnused && read.codes.contains("green-metrics-tool.other-metric"))
        continue
      }
      let trace = try #require(read.trace, "\(file.path): \(read.codes)")
      for (place, series) in trace.series.enumerated() {
        let device = series.device == "supply" ? "-" : series.device
        let expected = try #require(file.devices[device], "\(file.path) \(device)")
        let column = read.columns[place]
        TraceTruth.expectClose(Double(series.samples), expected["n"], "\(file.path) n")
        TraceTruth.expectClose(
          column.values.reduce(0) { $0 + Double($1) }, expected["E_count_raw"], "\(file.path) E_count_raw")
        TraceTruth.expectClose(Double(column.times.first ?? 0) / 1e9, expected["t0"], "\(file.path) t0")
        TraceTruth.expectClose(Double(column.times.last ?? 0) / 1e9, expected["t1"], "\(file.path) t1")
        // One row has no interval from which its unit could be told.
        #expect((series.role == .counted) == (series.samples > 1), "\(file.path): \(read.codes)")
        if series.role == .counted { judged += 1 }
      }
      #expect(trace.series.count == file.devices.count)
    }
    #expect(judged == 11)
  }

  @Test("powermetrics as text")
  func powermetrics() throws {
    let files = try TraceTruth.files("powermetrics_text")
    #expect(files.count == 1)
    for file in files {
      TraceTruth.expectAgreement(file, try file.read()) { series in
        series.device.contains("-Cluster") ? nil : "\(series.device) Power"
      }
    }
  }

  @Test("Weights & Biases' events without a power")
  func wandb() throws {
    for file in try TraceTruth.files("wandb_events") {
      let read = try file.read()
      #expect(read.file.format == .wandbEvents)
      #expect(file.devices["?"]?["n"] as? Int == 0)
      #expect(read.isUnused && read.codes.contains("trace.no-power"))
    }
  }

  // MARK: Without a reference

  @Test(
    "What cannot be read says why",
    arguments: [
      ("AnasIshfaque+Priv-FedTL/Fed_Trans_learning_HE/MedMNIST/powertop_output.csv", "powertop.estimates"),
      ("AnasIshfaque+Priv-FedTL/Fed_Trans_learning_HE/MedMNIST/powertop_output.csv.rev-edfadb7", "powertop.estimates"),
      ("AzimovS+auto-scalers-energy-consumption/data/teastore_power_data.csv", "kepler.no-time"),
      ("raghavian+sustainable_ai/data/ch03_Carbon_Intensity_Data.csv", "intensity-series.not-read"),
    ])
  func refused(path: String, code: String) throws {
    let read = try TraceFile(url: try #require(SharedData.url("corpus/traces/\(path)")))
    #expect(read.isUnused)
    #expect(read.codes == [code])
  }

  @Test("powermetrics as property lists: energy and power of each list agree")
  func propertyLists() throws {
    let path = "corpus/traces/green-coding-solutions+green-metrics-tool/tests/data/metrics/powermetrics.log"
    let read = try TraceFile(url: try #require(SharedData.url(path)))
    #expect(read.file.format == .powermetricsPlist)
    let trace = try #require(read.trace)
    #expect(trace.series.map(\.device) == ["CPU", "GPU", "ANE"])
    #expect(trace.series.allSatisfy { $0.samples == 29 && $0.missingSamples == 0 && $0.quantity == .intervalEnergy })
    let lengths = zip(read.columns[0].times, [trace.series[0].origin ?? 0] + read.columns[0].times).map { $0 - $1 }
    #expect(lengths.allSatisfy { (100_000_000...400_000_000).contains($0) })
  }
}
