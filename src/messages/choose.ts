// Which language the messages are in: --lang, else LANGUAGE, else LC_ALL, LC_MESSAGES, LANG, as gettext orders them; else
// English. LANGUAGE is a list, of which the first that is spoken here counts; where the locale is C it is not looked at.
// Chinese is chosen by itself only where it can be read: not where the locale's characters are not UTF-8 (LANG=zh_CN
// alone is GB2312), and not on TERM=linux, the kernel's own console, whose font has 512 glyphs at most and none of them
// Chinese. Whoever gives --lang zh gets it everywhere: some programs that do show it call themselves "linux", too.
// zh_TW and zh_HK get Simplified Chinese, which is nearer than English.
import { isUtf8, localeOf } from "../model/locale.ts"
import type { Catalogue } from "./catalogue.ts"
import { en } from "./en/en.ts"

export const languages = ["en", "zh"] as const

type Language = (typeof languages)[number]
type Environment = Readonly<Record<string, string | undefined>>

export async function chooseCatalogue(flag: string | undefined, environment: Environment): Promise<Catalogue> {
  const language = languages.find((one) => one === flag) ?? languageOf(environment)
  // Not loaded for those who do not read it.
  return language === "zh" ? (await import("./zh/zh.ts")).zh : en
}

/** What --lang says on a command line that is wrong in another place: its fault is told in that language, too. */
export function languageAskedFor(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => word === "--lang" || word.startsWith("--lang="))
  return words[at] === "--lang" ? words[at + 1] : words[at]?.slice("--lang=".length)
}

/** See gettext(1), "The LANGUAGE variable". */
function spokenIn(environment: Environment): Language | undefined {
  const locale = localeOf(environment, "LC_MESSAGES") ?? "C"
  const list = environment["LANGUAGE"] ?? ""
  const isListed = list !== "" && locale !== "C" && locale !== "POSIX"
  const asked = isListed ? list.split(":") : [locale]
  return asked
    .map((one) => languages.find((language) => isIn(one.toLowerCase(), language)))
    .find((one) => one !== undefined)
}

/** "zh_CN.UTF-8", "zh-Hans", "zh"; not "zha". */
function isIn(locale: string, language: Language): boolean {
  const next = locale.charAt(language.length)
  return locale.startsWith(language) && (next < "a" || next > "z")
}

function languageOf(environment: Environment): Language {
  const isChinese = spokenIn(environment) === "zh"
  return isChinese && isUtf8(environment) && environment["TERM"] !== "linux" ? "zh" : "en"
}
