/* A shared library without a C library, by which the launcher hears of every library that the loader maps: the loader
 * calls its audit libraries when a library is mapped and before anything of it is used (rtld-audit(7)). It passes the
 * call on; libraries.c says what for. It asks for nothing else, so that calls between libraries are not slowed down.
 * SPDX-License-Identifier: Apache-2.0 */
#include <linux/elf.h>
#include <stdint.h>

/* The beginning of this library in memory, defined by the linker. The launcher writes the address of its function into
 * e_entry, which nobody reads in a shared library. */
extern const Elf64_Ehdr __ehdr_start __attribute__((visibility("hidden")));

/* The loader tells the version of the interface it speaks; any will do for the one call below. */
__attribute__((visibility("default"))) unsigned la_version(unsigned version) {
  return version;
}

__attribute__((visibility("default"))) unsigned la_objopen(const void *mapped, long space, uintptr_t *cookie) {
  (void)space;
  (void)cookie;
  ((void (*)(const void *))__ehdr_start.e_entry)(mapped);
  return 0;
}
