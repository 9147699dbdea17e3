import CFuzzer

/// Mutations that know of lines, fields, numbers and nesting; every second time libFuzzer's own.
///
/// The first line of an input names its file (``FuzzInput``) and is kept.
@_cdecl("LLVMFuzzerCustomMutator")
func mutate(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ maximum: Int, _ seed: UInt32) -> Int {
  var random = FuzzRandom(seed: seed)
  let input = UnsafeBufferPointer(start: bytes, count: count)
  let family = FuzzFamily.current
  let head = family.namesFiles ? (input.firstIndex(of: 0x0A).map { $0 + 1 } ?? 0) : 0
  var part = head..<count
  var changesStudyFile = false
  if family == .declared, let separator = input[head...].firstRange(of: FuzzInput.separator) {
    changesStudyFile = random.below(5) < 2
    part = changesStudyFile ? head..<separator.lowerBound : separator.upperBound..<count
  }
  let room = maximum - (count - part.count)
  // libFuzzer's own mutation of nothing in no room is a byte.
  guard room > 0, room >= part.count else { return count }
  var changed = Array(input[part])
  if family == .gzip, random.below(2) == 0, let unpacked = unpacked(changed) {
    // What is within, so that formats are reached behind the packing too.
    var mutation = Mutation(bytes: unpacked, random: random)
    for _ in 0...mutation.random.below(3) { mutation.apply() }
    changed = packed(mutation.bytes, level: mutation.random.below(10)) ?? changed
  } else if changesStudyFile, random.below(4) > 0 {
    for _ in 0...random.below(3) { DeclarationMutation.apply(to: &changed, random: &random) }
  } else if random.below(2) == 0 {
    let length = changed.count
    changed += repeatElement(0, count: room - length)
    let newLength = changed.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { LLVMFuzzerMutate($0, length, room) } ?? length
    }
    changed.removeLast(room - newLength)
  } else {
    var mutation = Mutation(bytes: changed, random: random)
    for _ in 0...mutation.random.below(3) { mutation.apply() }
    changed = mutation.bytes
  }
  let tail = Array(input[part.upperBound...])
  var place = part.lowerBound
  for byte in changed.prefix(room) + tail {
    bytes[place] = byte
    place += 1
  }
  return place
}

private let maximumUnpacked = 64 << 10

private func unpacked(_ bytes: [UInt8]) -> [UInt8]? {
  guard bytes.starts(with: [0x1F, 0x8B]) else { return nil }
  var result = [UInt8](repeating: 0, count: maximumUnpacked)
  var count = 0
  _ = fuzz_unpack(bytes, bytes.count, &result, result.count, &count)
  return Array(result.prefix(count))
}

/// Packs bytes with gzip; `nil` where there is no room.
func packed(_ bytes: [UInt8], level: Int) -> [UInt8]? {
  var result = [UInt8](repeating: 0, count: bytes.count + bytes.count / 100 + 4096)
  let count = fuzz_pack(bytes, bytes.count, &result, result.count, Int32(level))
  return count > 0 ? Array(result.prefix(count)) : nil
}
