#ifndef FODSPOR_CFUZZER_H
#define FODSPOR_CFUZZER_H

#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with its command line; does not return before the fuzzing ends.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*run)(const uint8_t *bytes, size_t count));

/// libFuzzer's own mutations; returns the new size.
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t maximum);

/// What a thread allocated between two calls, in bytes. It is the same for the same work, as a time is not.
typedef struct {
  /// All that was asked for.
  size_t total;
  /// The most that was held at a time, beside what was held before.
  size_t peak;
} FuzzMemory;

/// Begins to count what this thread allocates.
void fuzz_memory_begin(void);

/// Ends it.
FuzzMemory fuzz_memory_end(void);

/// Processor time of this thread, in nanoseconds.
uint64_t fuzz_thread_time(void);

/// Packs bytes as one gzip member; returns its size, and 0 where there is no room.
size_t fuzz_pack(const uint8_t *bytes, size_t count, uint8_t *target, size_t room, int level);

/// How far gzip data can be unpacked.
typedef enum {
  /// All members are whole.
  FuzzUnpackedWhole,
  /// It is damaged, or ends within a member.
  FuzzUnpackedDamaged,
  /// There is more than the room.
  FuzzUnpackedLarge,
} FuzzUnpacked;

/// Unpacks all members of gzip data with one call of zlib for each, and counts the bytes in `count`.
FuzzUnpacked fuzz_unpack(const uint8_t *bytes, size_t size, uint8_t *target, size_t room, size_t *count);

#endif
