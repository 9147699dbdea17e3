import LogScanning

/// One event of the successor's log.
struct TrackerEvent {
  /// What an event is about.
  enum Kind {
    case start, stop, measurement, statistics
  }

  /// A device's power in an event; no number where the sensor gave none.
  struct Reading {
    var device: String
    var watts: Double?
  }

  private(set) var kind: Kind?
  /// Members of the object and of the objects in it, the outer ones first, by their keys in lower case.
  private var members: [String: JSONValue] = [:]

  init(_ object: JSONValue) {
    var level = [object]
    // Level by level; no event is nested deeper.
    for _ in 0..<6 where !level.isEmpty {
      var next: [JSONValue] = []
      for member in level.flatMap({ $0.members ?? [] }) {
        let key = member.key.lowercased()
        if members[key] == nil { members[key] = member.value }
        kind = kind ?? Self.kind(member.key) ?? member.value.string.flatMap(Self.kind)
        next.append(member.value)
      }
      level = next
    }
  }

  private static func kind(_ name: String) -> Kind? {
    switch name {
    case "EventStart": .start
    case "EventStop": .stop
    case "MeasurementEvent": .measurement
    case "EventStats": .statistics
    default: name.hasSuffix("StatsEvent") ? .statistics : nil
    }
  }

  /// `epoch`, or another kind of span.
  var span: String? { members["span_type"]?.string }

  /// The component that the event names.
  var component: String? { text("component", "component_type", "component_name") }

  /// In kWh.
  var kilowattHours: Double? { number("power_usage_kwh", "energy_kwh", "energy_usage_kwh") }

  /// In g CO2e.
  var grams: Double? { number("emissions_g", "co2eq_g") }

  /// The length that the event gives, in seconds.
  var seconds: Double? { number("duration_s", "duration_seconds", "duration", "elapsed_s", "elapsed") }

  /// The event's stamp.
  var stamp: (nanoseconds: Int64, clock: TraceLog.Clock)? {
    for key in ["timestamp", "time", "ts", "datetime", "created_at", "stop_time", "end_time", "start_time"] {
      switch members[key] {
      case .string(let text):
        let bytes = Array(text.utf8)
        if let stamp = CounterStamp(leading: bytes.span.bytes) { return (stamp.nanoseconds, stamp.clock) }
      case .number(let value): if let stamp = Self.stamp(value) { return stamp }
      default: continue
      }
    }
    return nil
  }

  /// Unix time in seconds down to nanoseconds, told apart by size, or seconds since a start.
  private static func stamp(_ value: Double) -> (nanoseconds: Int64, clock: TraceLog.Clock)? {
    guard value.isFinite, value >= 0 else { return nil }
    let scale: Double =
      switch value {
      case ..<1e11: 1e9
      case ..<1e14: 1e6
      case ..<1e17: 1e3
      default: 1
      }
    // Microseconds are as fine as a number of seconds since 1970 can be.
    let nanoseconds = (value * scale / 1e3).rounded() * 1e3
    return Int64(exactly: nanoseconds).map { ($0, value < 1e8 ? .relative : .utc) }
  }

  /// Every device's power, in watts.
  var readings: [Reading] {
    guard let value = members["power_usage_pr_device"] ?? members["power_usage_per_device"] else { return [] }
    return Self.readings(in: value, name: "", depth: 0)
  }

  private static func readings(in value: JSONValue, name: String, depth: Int) -> [Reading] {
    guard depth < 6 else { return [] }
    switch value {
    case .number(let watts): return [Reading(device: name, watts: watts.isFinite ? watts : nil)]
    case .null: return [Reading(device: name, watts: nil)]
    case .array(let elements):
      return elements.enumerated().flatMap { place, element in
        readings(in: element, name: named(element) ?? joined(name, "\(place)"), depth: depth + 1)
      }
    case .object(let members):
      let keys = ["power_usage", "power_w", "power", "watts", "value"]
      if let own = keys.lazy.compactMap({ value[$0] }).first {
        return readings(in: own, name: named(value) ?? name, depth: depth + 1)
      }
      return members.flatMap { readings(in: $0.value, name: joined(name, $0.key), depth: depth + 1) }
    case .string, .bool: return []
    }
  }

  private static func named(_ value: JSONValue) -> String? {
    ["device", "device_name", "name", "id"].lazy.compactMap { value[$0]?.string }.first
  }

  private static func joined(_ left: String, _ right: String) -> String { left.isEmpty ? right : "\(left) \(right)" }

  /// The first of these members that can be computed with: JSON has numbers that no `Double` holds.
  private func number(_ keys: String...) -> Double? {
    keys.lazy.compactMap { members[$0]?.double }.first.flatMap { abs($0) < 1e100 ? $0 : nil }
  }

  private func text(_ keys: String...) -> String? { keys.lazy.compactMap { members[$0]?.string }.first }
}
