// What the locale of the environment says of the terminal. Which language is spoken is decided in messages/.

type Environment = Readonly<Record<string, string | undefined>>

/** The first of these variables that is set and not empty, as locale(7) orders them. */
export function localeOf(environment: Environment, category: "LC_CTYPE" | "LC_MESSAGES"): string | undefined {
  return [environment["LC_ALL"], environment[category], environment["LANG"]].find(
    (value) => value !== undefined && value !== "",
  )
}

/** Whether characters are written and read as UTF-8, by the codeset after the dot: "zh_CN.UTF-8", "C.utf8". */
export function isUtf8(environment: Environment): boolean {
  return /utf-?8/i.test(localeOf(environment, "LC_CTYPE") ?? "")
}
