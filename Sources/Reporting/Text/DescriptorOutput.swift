#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writing to what is open already: a file, a pipe, a terminal.
package enum DescriptorOutput {
  /// Writes all bytes and returns 0, or the system's code of what is wrong.
  package static func write(_ buffer: UnsafeRawBufferPointer, to descriptor: CInt) -> CInt {
    var written = 0
    while written < buffer.count {
      let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: buffer[written...]))
      if count > 0 {
        written += count
      } else if count < 0, errno != EINTR {
        return errno
      }
    }
    return 0
  }

  private static func systemWrite(_ descriptor: CInt, _ buffer: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, buffer.baseAddress, buffer.count)
    #else
      Darwin.write(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }
}
