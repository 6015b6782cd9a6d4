// Reads the few things of a shell script that say how a service is started: plain assignments and the words of one
// command. It runs nothing; what it cannot know (command substitutions, globs) makes the answer undefined.

export type Variables = ReadonlyMap<string, string>

const assignment = /(?:^|;[ \t]*|&&[ \t]*)(?:export[ \t]+)?([A-Za-z_]\w*)=|^:[ \t]+"?\$\{([A-Za-z_]\w*):?=/gm

/** Assignments at the beginning of commands, in order, each seeing those before it; a later text overrides an earlier. */
export function readAssignments(texts: readonly string[], given: Variables): Variables {
  const variables = new Map(given)
  for (const text of texts) {
    // `: ${NAME:=default}` assigns as well, where NAME has no value yet.
    for (const match of text.matchAll(assignment)) {
      const [all, name, defaulted] = match
      if (name !== undefined) {
        const value = readShellWord(text, match.index + all.length, variables)
        if (value === undefined) variables.delete(name)
        else variables.set(name, value)
      } else if (defaulted !== undefined && (variables.get(defaulted) ?? "") === "") {
        const value = readShellWord(text, match.index + all.indexOf("$"), variables)
        if (value !== undefined) variables.set(defaulted, value)
      }
    }
  }
  return variables
}

/** Names whose last assignment is computed when the script runs, by another command. */
export function computedNames(text: string): ReadonlySet<string> {
  const names = new Set<string>()
  for (const match of text.matchAll(assignment)) {
    const [all, name] = match
    if (name === undefined) continue
    if (readShellWord(text, match.index + all.length, new Map()) === undefined) names.add(name)
    else names.delete(name)
  }
  return names
}

/** Names that a text exports to the programs it starts. */
export function exportedNames(text: string): readonly string[] {
  return [...text.matchAll(/^export[ \t]+([A-Za-z_]\w*)/gm)].flatMap(([, name]) => name ?? [])
}

/** The words of the command that begins at an offset, up to its end: a line break, `;`, `&`, `|` or a redirection. */
export function readShellCommand(text: string, offset: number, variables: Variables): readonly string[] | undefined {
  return read(text, offset, variables, "command")
}

/** The one word at an offset, as in an assignment: variables in it are not split. */
export function readShellWord(text: string, offset: number, variables: Variables): string | undefined {
  const words = read(text, offset, variables, "word")
  return words === undefined ? undefined : (words[0] ?? "")
}

/** "text": blanks and operators are part of the one word, as behind the `:-` of `${NAME:-word}`. */
function read(text: string, offset: number, variables: Variables, mode: "command" | "word" | "text") {
  const words: string[] = []
  // Undefined between words; an empty string is a word that began, such as "".
  let word: string | undefined
  let quote: '"' | undefined
  const end = () => {
    if (word !== undefined) words.push(word)
    word = undefined
  }
  let at = offset
  while (at < text.length) {
    const char = text[at] ?? ""
    if (char === "\\" && text[at + 1] === "\n") {
      at += 2
    } else if (char === "\\") {
      const escaped = text[at + 1] ?? ""
      // Within double quotes a backslash escapes only these; see POSIX, Shell Command Language, 2.2.3.
      word = (word ?? "") + (quote === undefined || '$`"\\'.includes(escaped) ? escaped : `\\${escaped}`)
      at += 2
    } else if (char === "'" && quote === undefined) {
      const close = text.indexOf("'", at + 1)
      if (close < 0) return undefined
      word = (word ?? "") + text.slice(at + 1, close)
      at = close + 1
    } else if (char === '"') {
      quote = quote === undefined ? '"' : undefined
      word ??= ""
      at += 1
    } else if (char === "`" || text.startsWith("$(", at)) {
      return undefined
    } else if (char === "$") {
      const expanded = expand(text, at, variables)
      if (expanded === undefined) return undefined
      at = expanded.end
      if (quote !== undefined || mode !== "command") word = (word ?? "") + expanded.value
      else {
        const parts = expanded.value.split(/[ \t\n]+/)
        for (const [index, part] of parts.entries()) {
          if (index > 0) end()
          if (part !== "") word = (word ?? "") + part
        }
      }
    } else if (quote === undefined && mode !== "text" && /[\n;&|<>()]/.test(char)) {
      // The 2 of `2>&1` is no argument.
      if (/[<>]/.test(char) && word !== undefined && /^\d+$/.test(word)) word = undefined
      break
    } else if (quote === undefined && mode !== "text" && /[ \t]/.test(char)) {
      end()
      if (mode === "word") return words
      at += 1
    } else if (char === "#" && quote === undefined && word === undefined && mode !== "text") {
      break
    } else {
      word = (word ?? "") + char
      at += 1
    }
  }
  if (quote !== undefined) return undefined
  end()
  return words
}

/** `$NAME`, `${NAME}`, `${NAME:-word}` and their kin; positional and special parameters are not known. */
function expand(text: string, at: number, variables: Variables) {
  const plain = /^\$([A-Za-z_]\w*)/.exec(text.slice(at))
  if (plain?.[1] !== undefined) return { value: variables.get(plain[1]) ?? "", end: at + plain[0].length }
  const braced = /^\$\{([A-Za-z_]\w*)(?:(:?[-=+])([^{}]*))?\}/.exec(text.slice(at))
  if (braced?.[1] === undefined) return undefined
  const [all, name, operator = "", word = ""] = braced
  const value = variables.get(name)
  const isSet = operator.startsWith(":") ? (value ?? "") !== "" : value !== undefined
  const other = () => {
    const words = read(word, 0, variables, "text")
    return words === undefined ? undefined : (words[0] ?? "")
  }
  const result =
    operator === "" ? (value ?? "") : operator.endsWith("+") ? (isSet ? other() : "") : isSet ? value : other()
  return result === undefined ? undefined : { value: result, end: at + all.length }
}
