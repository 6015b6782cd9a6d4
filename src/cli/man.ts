// The manual page criadm(8), from the same definitions as the flags. roff as man(7) has it.
import type { Catalogue } from "../messages/catalogue.ts"
import { unitsOf, widthOf } from "../messages/line-breaks.ts"
import { build } from "../model/build.ts"
import { commands, everywhere, type FlagDefinition, flags, usageOf } from "./definitions.ts"
import { findingPages } from "./finding-pages.ts"
import { flagHelp, flagText } from "./help.ts"

/**
 * A backslash, a dash, and a dot or quote at the start of a line mean something to roff. It breaks lines at blanks only
 * (groff(7), "\\:"), so the other places where a Chinese line may be broken are marked.
 */
const escaped = (text: string) =>
  breakable(text.replaceAll("\\", "\\e").replaceAll("-", "\\-")).replace(/^([.'])/gm, "\\&$1")

const breakable = (text: string) =>
  hasWideCharacters(text)
    ? unitsOf(text).reduce(
        (all, unit) => (/(?:^| )$/.test(all) || unit.startsWith(" ") ? all + unit : `${all}\\:${unit}`),
        "",
      )
    : text

const hasWideCharacters = (text: string) => widthOf(text) > text.length

/** Every key in it is a setting, and it is read as an answers file by a test. */
export const exampleAnswers = [
  'cgroup-driver = "systemd"',
  'sandbox-image = "registry.example.com/pause:3.10.2"',
  "ip-forward = true",
  'registry-mirror = ["docker.io=https://mirror.example.com"]',
] as const

export function renderManual(catalogue: Catalogue): string {
  const { manual } = catalogue
  const flagRow = (flag: FlagDefinition) => `.TP\n.B ${escaped(flagText(flag))}\n${escaped(flagHelp(catalogue, flag))}`
  const isSetting = (flag: FlagDefinition) => flag.name in catalogue.settings
  const rows = (table: Readonly<Record<string, string>>) =>
    Object.entries(table).map(([name, text]) => `.TP\n.B ${escaped(name)}\n${escaped(text)}`)
  return [
    `.TH CRIADM 8 "" "criadm ${escaped(build.version)}"`,
    // Without blanks there is nothing to stretch.
    ...(hasWideCharacters(manual.summary) ? [".ad l"] : []),
    ".SH NAME",
    `criadm \\- ${escaped(manual.summary)}`,
    ".SH SYNOPSIS",
    commands.map((command) => `${escaped(usageOf(command))}\n.br`).join("\n"),
    ".SH DESCRIPTION",
    manual.description.map((paragraph) => `${escaped(paragraph)}\n.PP`).join("\n"),
    ".SH COMMANDS",
    ...commands
      .filter((command) => command.name !== "wizard")
      .map(
        (command) =>
          `.TP\n.B ${escaped(command.name)}\n${escaped(catalogue.commands[command.name])}\n${command.examples
            .map((example) => `.br\n${escaped(example)}`)
            .join("\n")}`,
      ),
    ".SH SETTINGS",
    ...flags.filter(isSetting).map(flagRow),
    ".SH FLAGS",
    ...flags.filter((flag) => !isSetting(flag) && !everywhere.includes(flag.name)).map(flagRow),
    ...flags.filter((flag) => everywhere.includes(flag.name)).map(flagRow),
    ".SH FINDINGS",
    ...findingPages(catalogue).map(({ code, text }) => `.TP\n.B ${escaped(code)}\n${escaped(text.what)}`),
    ".SH EXIT STATUS",
    ...rows(manual.exitCodes),
    ".SH ANSWERS FILE",
    escaped(manual.answersFile),
    ".PP",
    ".nf",
    ...exampleAnswers.map(escaped),
    ".fi",
    ".SH JSON",
    escaped(manual.json),
    ".SH ENVIRONMENT",
    ...rows(manual.environment),
    ".SH FILES",
    ...rows(manual.files),
    "",
  ].join("\n")
}
