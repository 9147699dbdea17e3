import LogScanning

/// The newest sample, held back while nothing shows that its number is whole: the file may end inside it.
struct HeldSample {
  private var sample: (place: Int, time: Int64?, value: Int64, line: Int)?

  mutating func hold(_ place: Int, time: Int64?, value: Int64, line: Int) {
    sample = (place, time, value, line)
  }

  /// Hands it over, as more of the file was read.
  mutating func release(to collector: inout TraceCollector) {
    guard let sample else { return }
    self.sample = nil
    collector.sample(sample.place, at: sample.time, value: sample.value, line: sample.line)
  }

  /// Takes the cell of a reading, in units of 10^`exponent` where it has no unit; what shows its end goes on at once.
  mutating func take(
    _ cell: RawSpan, exponent: Int, place: Int, time: Int64?, line: Int, to collector: inout TraceCollector
  ) {
    release(to: &collector)
    guard let read = NVIDIASMICell.value(cell, exponent: exponent) else {
      return collector.missing(place, cell, line: line)
    }
    if read.isWhole {
      collector.sample(place, at: time, value: read.value, line: line)
    } else {
      hold(place, time: time, value: read.value, line: line)
    }
  }

  /// Hands it over, or leaves it out when the file ends in its line.
  mutating func end(_ summary: LineReader.Summary, in collector: inout TraceCollector) {
    if summary.endsInMidLine, let sample, sample.line == summary.lineCount {
      self.sample = nil
      collector.malformed(sample.line)
    }
    release(to: &collector)
  }
}

extension TraceCollector {
  /// Takes a sample with its time, or one of a file without times.
  mutating func sample(_ place: Int, at time: Int64?, value: Int64, line: Int) {
    if let time {
      sample(place, time: time, value: value, line: line)
    } else {
      sample(place, value: value, line: line)
    }
  }
}
