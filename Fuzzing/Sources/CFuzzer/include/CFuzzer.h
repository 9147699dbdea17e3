#ifndef FODSPOR_CFUZZER_H
#define FODSPOR_CFUZZER_H

#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with its command line; does not return before the fuzzing ends.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*run)(const uint8_t *bytes, size_t count));

/// libFuzzer's own mutations; returns the new size.
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t maximum);

#endif
