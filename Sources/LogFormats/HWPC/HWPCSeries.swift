import LogScanning
import Quantities

/// The series of HWPC reports: one per sensor, target, socket and event.
struct HWPCSeries {
  private struct Identity: Hashable {
    let sensor: [UInt8]
    let target: [UInt8]
    let socket: [UInt8]
    let event: String
  }

  private struct Key {
    let identity: Identity
    let domain: RAPLDomain
    let place: Int

    var sensor: [UInt8] { identity.sensor }
    var target: [UInt8] { identity.target }
    var socket: [UInt8] { identity.socket }
    var event: String { identity.event }
  }

  /// So many picojoules make one joule.
  static let decimals = 12

  private var keys: [Key] = []
  /// Where an identity stands among the keys.
  private var placeOfIdentity: [Identity: Int] = [:]
  private var last = 0

  /// The place of a report's series, made when it is new.
  mutating func place(
    sensor: RawSpan, target: RawSpan, socket: RawSpan, event: String, domain: RAPLDomain,
    in collector: inout TraceCollector
  ) -> Int? {
    // Reports come in turn, so the one after the last is tried first.
    if !keys.isEmpty {
      let next = last + 1 < keys.count ? last + 1 : 0
      let key = keys[next]
      if key.event == event, socket.equals(key.socket), target.equals(key.target), sensor.equals(key.sensor) {
        last = next
        return key.place
      }
    }
    let identity = Identity(
      sensor: sensor.byteArray, target: target.byteArray, socket: socket.byteArray, event: event)
    if let known = placeOfIdentity[identity] {
      last = known
      return keys[known].place
    }
    let socketName = socket.byteCount > 0 ? "socket \(socket.text) \(event)" : event
    let series = TraceSeries(
      device: socketName, component: domain.component, quantity: .intervalEnergy, decimals: Self.decimals)
    guard let place = collector.add(series) else { return nil }
    keys.append(Key(identity: identity, domain: domain, place: place))
    last = keys.count - 1
    placeOfIdentity[identity] = last
    return place
  }

  /// A raw value in units of 2^-32 J, as picojoules; `nil` when it does not fit.
  static func picojoules(raw: Int64) -> Int64? {
    guard raw >= 0 else { return nil }
    let product = UInt64(raw).multipliedFullWidth(by: 1_000_000_000_000)
    let high = product.high
    // Divided by 2^32, to the nearest.
    let (low, carry) = product.low.addingReportingOverflow(1 << 31)
    let top = high &+ (carry ? 1 : 0)
    guard top < 1 << 31 else { return nil }
    return Int64(top << 32 | low >> 32)
  }

  /// Gives the series their roles: one target's reports count, those for the whole machine first; the energy of any
  /// other target is a part of it.
  func settle(in collector: inout TraceCollector) {
    let keysOfSensor = Dictionary(grouping: keys, by: \.sensor)
    let sensors = keysOfSensor.keys
    if sensors.count == 1, let sensor = sensors.first, !sensor.isEmpty {
      collector.host = sensor.withUnsafeBytes { $0.bytes.text }
    }
    for own in keysOfSensor.values {
      let targets = Set(own.map(\.target))
      let whole = ["all", "system", "rapl"].map { Array($0.utf8) }.first { targets.contains($0) }
      let chosen = whole ?? own.first?.target ?? []
      let counted = own.filter { $0.target == chosen }
      for (key, role) in zip(counted, RAPLDomain.roles(of: counted.map(\.domain))) {
        collector.update(key.place) { $0.role = role }
      }
      for key in own where key.target != chosen { collector.update(key.place) { $0.role = .contained } }
    }
    guard sensors.count > 1 || Set(keys.map(\.target)).count > 1 else { return }
    var names: Set<String> = []
    for key in keys {
      let prefix = [sensors.count > 1 ? key.sensor : [], key.target].map { $0.withUnsafeBytes { $0.bytes.text } }
        .filter { !$0.isEmpty }.joined(separator: " ")
      let socket = key.socket.withUnsafeBytes { $0.bytes.text }
      let name = "\(prefix) \(socket.isEmpty ? "" : "socket \(socket) ")\(key.event)"
      // Names that are not valid text may look alike; those keep the name with a number.
      if names.insert(name).inserted { collector.update(key.place) { $0.device = name } }
    }
  }
}
