/* Whether the processor can run the program at all; without the question it would die of an illegal instruction.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef CRIADM_PROCESSOR_H
#define CRIADM_PROCESSOR_H

#if defined(__x86_64__)
#include <cpuid.h>

/* Bun's x64 programs need Nehalem (2008): SSE4.2 and POPCNT, Intel SDM volume 2A, CPUID leaf 1, ECX bits 20 and 23. */
static inline int processor_is_fit(void) {
  unsigned eax, ebx, ecx, edx;
  if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx)) return 0;
  return (ecx & bit_SSE4_2) && (ecx & bit_POPCNT);
}
#else
/* Every arm64 processor has what Bun needs (ARMv8.0). */
static inline int processor_is_fit(void) {
  return 1;
}
#endif
#endif
