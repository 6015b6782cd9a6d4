// Which language the messages are in: --lang, else LC_ALL, LC_MESSAGES, LANG, as gettext orders them; else English.
import type { Catalogue } from "./catalogue.ts"
import { en } from "./en.ts"

export const languages: Readonly<Record<string, Catalogue>> = { en }

export function chooseCatalogue(
  flag: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Catalogue {
  const locale = [environment["LC_ALL"], environment["LC_MESSAGES"], environment["LANG"]].find(
    (value) => value !== undefined && value !== "",
  )
  const language = (flag ?? locale ?? "en").slice(0, 2).toLowerCase()
  return languages[language] ?? en
}
