// The user information of URLs, RFC 3986 section 3.2.1: `user:password@`, `token@`, `:password@`. A password that was
// not percent-encoded may hold "@", "/" and quotes; what stands before the last "@" counts then.
import { isSecretName } from "./names.ts"
import type { Span } from "./values.ts"

/** The password of each URL, or its whole user information where it has no name of a user. */
export function userInfoSpans(text: string): readonly Span[] {
  const spans: Span[] = []
  let runEnd = 0
  let lastAt = -1
  for (let found = text.indexOf("://"); found >= 0; found = text.indexOf("://", found + 3)) {
    const start = found + 3
    if (start > runEnd) {
      runEnd = endOfRun(text, found, start)
      const inRun = text.slice(start, runEnd).lastIndexOf("@")
      lastAt = inRun < 0 ? -1 : start + inRun
    }
    if (lastAt < start) continue
    const span = userInfo(text, start, runEnd, lastAt)
    if (span !== undefined) spans.push(span)
  }
  return spans
}

/** Values of a URL's query whose names are those of secrets, wherever the URL stands. */
export function querySpans(text: string): readonly Span[] {
  const pair = /[?&;]([A-Za-z0-9_.-]{1,200})=([^\s&;#"'<>]+)/g
  return [...text.matchAll(pair)].flatMap((found): readonly Span[] => {
    const end = found.index + found[0].length
    return isSecretName(found[1] ?? "") ? [[end - (found[2] ?? "").length, end]] : []
  })
}

/** White space, a double quote or the quote before the scheme ends what may be a URL. */
function endOfRun(text: string, scheme: number, from: number): number {
  const opening = /(["'`])[a-z][a-z0-9+.-]*$/i.exec(text.slice(Math.max(0, scheme - 24), scheme))?.[1]
  const end = /[\s"<>`]/g
  end.lastIndex = from
  const found = end.exec(text)?.index ?? text.length
  const quote = opening === "'" ? text.slice(from, found).search(/'(?!')/) : -1
  return quote < 0 ? found : from + quote
}

function userInfo(text: string, start: number, runEnd: number, lastAt: number): Span | undefined {
  const run = text.slice(start, runEnd)
  const slash = run.indexOf("/")
  const authority = slash < 0 ? run : run.slice(0, slash)
  const inAuthority = authority.lastIndexOf("@")
  const colon = authority.indexOf(":")
  const hasColon = colon >= 0 && start + colon < lastAt
  if (inAuthority >= 0) {
    // The last "@" may stand behind a "/" of the password: a host never follows a path.
    const at = hasColon && !isDigest(text, lastAt) ? lastAt : start + inAuthority
    return hasColon ? [start + colon + 1, at] : [start, at]
  }
  return !hasColon || isDigest(text, lastAt) ? undefined : [start + colon + 1, lastAt]
}

/** `image@sha256:…`: no user information. */
function isDigest(text: string, at: number): boolean {
  return /^sha\d+:/.test(text.slice(at + 1, at + 9))
}
