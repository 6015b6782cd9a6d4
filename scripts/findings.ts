// The catalogue of findings on standard output; see findings.mjs, which runs it.
import { findingPages, findingsToMarkdown } from "../src/cli/finding-pages.ts"
import { en } from "../src/messages/en/en.ts"

const [form] = process.argv.slice(2)
if (form === "--markdown") process.stdout.write(findingsToMarkdown(en))
else {
  for (const { code, usually, text } of findingPages(en)) {
    process.stdout.write(`${usually} ${code}\n  ${text.what}\n  ${text.why}\n  -> ${text.next}\n  ${text.link}\n\n`)
  }
}
