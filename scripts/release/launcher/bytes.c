/* Plain loops: what is moved here is a few hundred bytes. Compiled with -fno-tree-loop-distribute-patterns, or the
 * compiler would turn the loops into calls of these very functions. SPDX-License-Identifier: Apache-2.0 */
#include "bytes.h"

void *memcpy(void *to, const void *from, size_t size) {
  for (size_t i = 0; i < size; i++) ((char *)to)[i] = ((const char *)from)[i];
  return to;
}

void *memmove(void *to, const void *from, size_t size) {
  if ((char *)to <= (const char *)from) return memcpy(to, from, size);
  for (size_t i = size; i-- > 0;) ((char *)to)[i] = ((const char *)from)[i];
  return to;
}

void *memset(void *to, int value, size_t size) {
  for (size_t i = 0; i < size; i++) ((char *)to)[i] = (char)value;
  return to;
}

int memcmp(const void *left, const void *right, size_t size) {
  for (size_t i = 0; i < size; i++) {
    int difference = ((const unsigned char *)left)[i] - ((const unsigned char *)right)[i];
    if (difference != 0) return difference;
  }
  return 0;
}

int begins_with(const char *text, const char *prefix) {
  while (*prefix && *text == *prefix) text++, prefix++;
  return *prefix == 0;
}

int is_same_text(const char *left, const char *right) {
  while (*left && *left == *right) left++, right++;
  return *left == *right;
}
