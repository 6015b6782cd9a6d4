// A word as a person can paste it into a shell.

/** As it is where it means only itself; else in single quotes, in which a shell reads everything as it stands. */
export function shellWord(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
