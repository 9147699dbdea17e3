import Foundation
import GRDB
import LogFormats
import Quantities

extension ContentWriter {
  func insert(_ log: TrainingLog, of contentID: Int64) throws {
    try insert(
      into: "training_log",
      [
        "content_id": contentID, "generation": log.generation?.rawValue, "dataset": log.dataset,
        "trainer": log.trainer, "plans": log.plans, "configuration": log.configuration, "fold": log.fold,
        "batch_size": log.batchSize, "training_cases": log.trainingCases, "validation_cases": log.validationCases,
        "first_stamp_ns": log.firstStamp?.nanoseconds, "last_stamp_ns": log.lastStamp?.nanoseconds,
        "training_done_ns": log.trainingDone?.nanoseconds,
        "validation_start_ns": log.validation?.start.nanoseconds,
        "validation_end_ns": log.validation?.end.nanoseconds,
        "mean_validation_dice": log.validation?.meanDice, "finished": log.finished, "clock": log.clock.rawValue,
      ])
  }

  func insert(_ log: TrackerLog, of contentID: Int64) throws {
    for (position, session) in log.sessions.enumerated() {
      try insert(
        into: "tracker_session",
        [
          "content_id": contentID, "position": position, "version": session.version, "pue": session.pue,
          "state": session.state.rawValue, "first_stamp_ns": session.firstStamp?.nanoseconds,
          "last_stamp_ns": session.lastStamp?.nanoseconds,
          "it_joules": session.energyIT(corrected: false)?.joules,
          "corrected_it_joules": session.energyIT(corrected: true)?.joules,
          "actual_epochs": session.actual?.epochs, "actual_seconds": session.actual?.seconds,
          "actual_kwh": session.actual?.kilowattHours, "actual_grams": session.actual?.grams,
          "predicted_epochs": session.predicted?.epochs, "predicted_seconds": session.predicted?.seconds,
          "predicted_kwh": session.predicted?.kilowattHours, "predicted_grams": session.predicted?.grams,
          "line": session.line,
        ])
    }
  }

  func insert(_ log: CodeCarbonLog, of contentID: Int64) throws {
    for (position, row) in log.rows.enumerated() {
      try insert(
        into: "codecarbon_row",
        [
          "content_id": contentID, "position": position, "run_id": row.runID, "project": row.project,
          "tool_version": row.toolVersion, "country": row.countryISO3, "end_ns": row.end.nanoseconds,
          "seconds": row.seconds, "cpu_kwh": row.cpuKilowattHours, "gpu_kwh": row.gpuKilowattHours,
          "ram_kwh": row.ramKilowattHours, "total_kwh": row.totalKilowattHours, "grams": row.grams,
          "pue": row.pue, "line": row.line,
        ])
    }
  }

  func insert(_ log: EnergyRecordLog, of contentID: Int64) throws {
    for (position, record) in log.records.enumerated() {
      for (place, part) in record.parts.enumerated() {
        try insert(
          into: "energy_record",
          [
            "content_id": contentID, "record": position, "part": place, "tool": log.tool, "label": record.label,
            "clock": log.clock.rawValue, "start_ns": record.start, "end_ns": record.end, "seconds": record.seconds,
            "is_nested": record.isNested, "device": part.device, "component": part.component.rawValue,
            "role": part.role.rawValue, "is_modelled": part.isModelled, "joules": part.joules, "line": record.line,
          ])
      }
    }
  }

  func insert(_ log: TraceLog, packed: [PackedSeries], of contentID: Int64) throws {
    for (position, series) in log.series.enumerated() {
      let samples = position < packed.count ? packed[position] : PackedSeries()
      try insert(
        into: "trace_series",
        [
          "content_id": contentID, "position": position, "device": series.device,
          "component": series.component.rawValue, "quantity": series.quantity.rawValue, "model": series.model,
          "uuid": series.uuid, "device_index": series.index, "counter_range": series.counterRange,
          "clock": log.clock.rawValue, "samples": series.samples, "missing_samples": series.missingSamples,
          "first_ns": samples.timeRange?.lowerBound, "last_ns": samples.timeRange?.upperBound,
          "is_time_ordered": samples.isTimeOrdered, "role": series.role.rawValue, "decimals": series.decimals,
          "origin_ns": series.origin, "is_modelled": series.isModelled,
        ])
      let seriesID = db.lastInsertedRowID
      for (position, block) in samples.blocks.enumerated() {
        try insert(
          into: "trace_block",
          [
            "series_id": seriesID, "position": position, "samples": block.sampleCount,
            "first_ns": block.timeRange.lowerBound, "last_ns": block.timeRange.upperBound,
            "data": Data(try block.bytes()),
          ])
      }
    }
  }
}
