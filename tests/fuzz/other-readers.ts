// Other parsers' opinions on a text. smol-toml and JSON.parse are at hand; Python's tomllib and PyYAML are asked over a
// pipe in the long form, where there is a python3 that has them.
import { join } from "node:path"
import { parse as parseSmolToml } from "smol-toml"
import type { OtherReading } from "./editor.ts"

export function bySmolToml(text: string): OtherReading {
  try {
    return { documents: [parseSmolToml(text.replace(/^\uFEFF/, ""), { integersAsBigInt: true })] }
  } catch (error) {
    return { why: String(error) }
  }
}

export function byJsonParse(text: string): OtherReading {
  const bare = text.replace(/^\uFEFF/, "")
  if (/^[ \t\r\n]*$/.test(bare)) return { documents: [{}] }
  try {
    const value: unknown = JSON.parse(bare)
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value)
    return isObject ? { documents: [value] } : { why: "not an object" }
  } catch (error) {
    return { why: String(error) }
  }
}

type AskPython = (language: string, text: string) => Promise<OtherReading>

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ""
  for await (const bytes of stream) {
    rest += decoder.decode(bytes, { stream: true })
    const lines = rest.split("\n")
    rest = lines.pop() ?? ""
    yield* lines
  }
}

async function startPython(): Promise<{ readonly languages: readonly string[]; readonly ask: AskPython }> {
  const nobody = { languages: [], ask: async () => undefined }
  if (process.env["CRIADM_FUZZ_MINUTES"] === undefined || Bun.which("python3") === null) return nobody
  const python = Bun.spawn(["python3", join(import.meta.dir, "other-readers.py")], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "ignore",
  })
  const lines = linesOf(python.stdout)
  const next = async () => JSON.parse((await lines.next()).value ?? "[]") as unknown
  const languages = (await next()) as readonly string[]
  const ask: AskPython = async (language, text) => {
    python.stdin.write(`${JSON.stringify({ language, text })}\n`)
    await python.stdin.flush()
    return (await next()) as OtherReading
  }
  return { languages, ask }
}

let started: ReturnType<typeof startPython> | undefined

/** Undefined where Python is not asked. Half a character has no UTF-8, so Python never sees one in a file. */
export async function byPython(language: "TOML" | "YAML", text: string): Promise<OtherReading> {
  started ??= startPython()
  const { languages, ask } = await started
  if (!languages.includes(language) || !text.isWellFormed()) return undefined
  return ask(language, text.replace(/^\uFEFF/, ""))
}
