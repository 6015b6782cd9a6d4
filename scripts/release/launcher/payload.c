/* Opens the running executable and reads the list of what it carries. The carried files themselves are not checked:
 * that is what checksums are for when the file is downloaded. SPDX-License-Identifier: Apache-2.0 */
#include "payload.h"

#include <asm/errno.h>
#include <asm/fcntl.h>

#include "bytes.h"
#include "descriptor.h"
#include "kernel.h"
#include "refusal.h"

static const char cut[] = "its file is incomplete (cut short, or passed through strip); download it again";

struct payload open_payload(void) {
  const long opened = open_file("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  if (opened == -ENOENT) refuse("/proc is not mounted; mount it with: mount -t proc proc /proc");
  if (opened < 0) refuse("its own file cannot be read; allow it with: chmod a+r");
  struct payload payload = {.file = above_standard_streams(opened)};

  struct payload_trailer trailer;
  const long end = seek(payload.file, 0, from_end) - (long)sizeof trailer;
  if (end < 0 || read_at(payload.file, &trailer, sizeof trailer, (uint64_t)end) != sizeof trailer) refuse(cut);
  if (memcmp(trailer.magic, PAYLOAD_MAGIC, sizeof trailer.magic) != 0) refuse(cut);
  if (trailer.count < payload_first_library || trailer.count > payload_most_entries) refuse(cut);

  const long size = (long)(trailer.count * sizeof *payload.entries);
  if (read_at(payload.file, payload.entries, (size_t)size, (uint64_t)(end - size)) != size) refuse(cut);
  payload.count = (int)trailer.count;
  return payload;
}
