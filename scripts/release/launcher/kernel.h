/* The few calls to the kernel which the launcher makes, without a C library: it runs before there is one.
 * Each returns what the kernel returns: a negative errno on failure. SPDX-License-Identifier: Apache-2.0 */
#ifndef CRIADM_KERNEL_H
#define CRIADM_KERNEL_H
#include <asm/unistd.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
/* Arguments in rdi, rsi, rdx, r10, r8, r9; rcx and r11 are lost. See syscall(2). */
static inline long kernel(long number, long a, long b, long c, long d, long e, long f) {
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}
#elif defined(__aarch64__)
/* Arguments in x0 to x5, the number in x8. See syscall(2). */
static inline long kernel(long number, long a, long b, long c, long d, long e, long f) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
}
#else
#error "the launcher knows x86-64 and arm64"
#endif

static inline long open_file(const char *path, int flags) {
  const int current_directory = -100; /* AT_FDCWD, include/uapi/linux/fcntl.h */
  return kernel(__NR_openat, current_directory, (long)path, flags, 0, 0, 0);
}

static inline long read_at(int file, void *to, size_t size, uint64_t offset) {
  return kernel(__NR_pread64, file, (long)to, (long)size, (long)offset, 0, 0);
}

static inline long seek(int file, long offset, int whence) {
  return kernel(__NR_lseek, file, offset, whence, 0, 0, 0);
}

/* `whence` of lseek, include/uapi/linux/fs.h. */
enum { from_start = 0, from_end = 2 };

static inline long write_bytes(int file, const void *from, size_t size) {
  return kernel(__NR_write, file, (long)from, (long)size, 0, 0, 0);
}

static inline long copy_to_file(int to, int from, int64_t *offset, size_t size) {
  return kernel(__NR_sendfile, to, from, (long)offset, (long)size, 0, 0);
}

static inline long write_at(int file, const void *from, size_t size, uint64_t offset) {
  return kernel(__NR_pwrite64, file, (long)from, (long)size, (long)offset, 0, 0);
}

static inline long set_size(int file, uint64_t size) {
  return kernel(__NR_ftruncate, file, (long)size, 0, 0, 0, 0);
}

static inline long make_memory_file(const char *name, unsigned flags) {
  return kernel(__NR_memfd_create, (long)name, flags, 0, 0, 0, 0);
}

static inline long control_file(int file, int command, long argument) {
  return kernel(__NR_fcntl, file, command, argument, 0, 0, 0);
}

static inline long close_file(int file) {
  return kernel(__NR_close, file, 0, 0, 0, 0, 0);
}

static inline long map_memory(uintptr_t at, size_t size, int protection, int flags, int file, uint64_t offset) {
  return kernel(__NR_mmap, (long)at, (long)size, protection, flags, file, (long)offset);
}

static inline long limit_of(int resource, uint64_t soft_and_hard[2]) {
  return kernel(__NR_prlimit64, 0, resource, 0, (long)soft_and_hard, 0, 0);
}

__attribute__((noreturn)) static inline void end_process(int code) {
  for (;;) kernel(__NR_exit_group, code, 0, 0, 0, 0, 0);
}
#endif
