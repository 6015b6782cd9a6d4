/* The first and last instructions of the launcher: hands the stack pointer to launch() and jumps where it says, with
 * the stack as the kernel left it, as if the kernel had started the loader. SPDX-License-Identifier: Apache-2.0 */
        .text
        .globl  _start
        .type   _start, %function
_start:
#if defined(__x86_64__)
        xorl    %ebp, %ebp
        movq    %rsp, %rbx              /* kept by launch(): System V ABI, callee-saved */
        movq    %rsp, %rdi
        andq    $-16, %rsp
        call    launch
        movq    %rbx, %rsp
        xorl    %edx, %edx              /* no function to register with atexit */
        jmp     *%rax
#elif defined(__aarch64__)
        mov     x19, sp                 /* kept by launch(): AAPCS64, callee-saved */
        mov     x0, sp
        bl      launch
        mov     sp, x19
        mov     x16, x0
        mov     x0, xzr                 /* no function to register with atexit */
        mov     x29, xzr
        mov     x30, xzr
        br      x16
#endif
        .size   _start, . - _start
        .section .note.GNU-stack, "", %progbits
