// The errno name of an error that a system call gave, such as "ENOSPC". Anything else that was thrown is a bug of
// ours and goes on flying.

/** See errno(3). */
export function errnoOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string" && /^E[A-Z0-9]+$/.test(error.code)) {
    return error.code
  }
  throw error
}
