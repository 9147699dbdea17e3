#include "CFuzzer.h"

#include <string.h>
#include <time.h>
#include <zlib.h>

// Of the sanitizers' runtime.
extern int __sanitizer_install_malloc_and_free_hooks(void (*allocated)(const volatile void *, size_t),
                                                     void (*freed)(const volatile void *));
extern size_t __sanitizer_get_allocated_size(const volatile void *place);

static _Thread_local int is_counting;
static _Thread_local long long held, most, total;

static void count_allocation(const volatile void *place, size_t size) {
  if (!is_counting || !place) return;
  total += (long long)size;
  held += (long long)size;
  if (held > most) most = held;
}

static void count_release(const volatile void *place) {
  if (!is_counting || !place) return;
  held -= (long long)__sanitizer_get_allocated_size(place);
}

void fuzz_memory_begin(void) {
  static int is_installed;
  if (!is_installed) is_installed = __sanitizer_install_malloc_and_free_hooks(count_allocation, count_release);
  held = most = total = 0;
  is_counting = 1;
}

FuzzMemory fuzz_memory_end(void) {
  is_counting = 0;
  return (FuzzMemory){.total = (size_t)total, .peak = (size_t)most};
}

uint64_t fuzz_thread_time(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

size_t fuzz_pack(const uint8_t *bytes, size_t count, uint8_t *target, size_t room, int level) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  // 15 window bits, plus 16 for the gzip wrapper.
  if (deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
  stream.next_in = (Bytef *)bytes;
  stream.avail_in = (uInt)count;
  stream.next_out = target;
  stream.avail_out = (uInt)room;
  int code = deflate(&stream, Z_FINISH);
  size_t written = room - stream.avail_out;
  deflateEnd(&stream);
  return code == Z_STREAM_END ? written : 0;
}

FuzzUnpacked fuzz_unpack(const uint8_t *bytes, size_t size, uint8_t *target, size_t room, size_t *count) {
  *count = 0;
  // What follows the last member and is none is padding.
  for (size_t place = 0; place == 0 || (place < size && bytes[place] == 0x1F);) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (inflateInit2(&stream, 15 + 16) != Z_OK) return FuzzUnpackedLarge;
    stream.next_in = (Bytef *)(bytes + place);
    stream.avail_in = (uInt)(size - place);
    stream.next_out = target + *count;
    stream.avail_out = (uInt)(room - *count);
    int code = inflate(&stream, Z_FINISH);
    place = size - stream.avail_in;
    *count = room - stream.avail_out;
    inflateEnd(&stream);
    if (code == Z_STREAM_END) continue;
    return stream.avail_out == 0 ? FuzzUnpackedLarge : FuzzUnpackedDamaged;
  }
  return FuzzUnpackedWhole;
}
