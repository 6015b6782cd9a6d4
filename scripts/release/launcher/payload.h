/* What the static executable carries behind its launcher, and where to find it. Written by scripts/release/pack.mjs.
 *
 *   launcher | loader | program | audit library | C library's files … | entries | trailer
 *
 * Every carried file begins at a multiple of payload_alignment, so that it can be mapped in place.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef CRIADM_PAYLOAD_H
#define CRIADM_PAYLOAD_H
#include <stdint.h>

/* Bytes; the largest page size of the machines we build for (arm64 kernels with 64 KiB pages). */
enum { payload_alignment = 65536 };

/* Which entry is what. The loader is ld.so of the C library; audit-library.c says what the audit library is for. */
enum { payload_loader = 0, payload_program = 1, payload_audit_library = 2, payload_first_library = 3 };
enum { payload_most_entries = 12 };

struct payload_entry {
  uint64_t offset;      /* bytes from the start of the executable */
  uint64_t size;        /* bytes */
  uint64_t late_offset; /* of a library: bytes from its start to the part which the loader does not read */
  uint64_t late_size;   /* bytes, a multiple of the page size; 0 where there is no such part */
  char name[32];        /* file name, for people and for /proc/PID/maps; ends with a zero */
};

/* The last bytes of the file. The entries lie directly before it. */
struct payload_trailer {
  uint64_t count;
  char magic[16];
};
#define PAYLOAD_MAGIC "criadm-payload-1" /* sixteen bytes, without the zero */

/* The payload of the running executable, with its file opened for reading. */
struct payload {
  int file;
  int count;
  struct payload_entry entries[payload_most_entries];
};

/* Refuses when /proc is missing or the file is incomplete. */
struct payload open_payload(void);
#endif
