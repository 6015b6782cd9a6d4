// criadm schema KIND: prints the JSON Schema of a document that -o json prints; without a kind, which there are.
import { exitCode } from "../../model/exit-code.ts"
import { refuse } from "../../settings/refuse.ts"
import { jsonText } from "../json.ts"
import { documentKinds, documents, publishedSchema } from "../schemas/documents.ts"
import { type RunCommand, stop } from "./command.ts"

export const schema: RunCommand = async (face, invocation) => {
  const { argument } = invocation
  if (argument === undefined) {
    const longest = Math.max(...documentKinds().map((kind) => kind.length))
    for (const kind of documentKinds()) face.print(`${kind.padEnd(longest)}  ${documents()[kind].about}`)
    return exitCode.done
  }
  const kind = documentKinds().find((one) => one.toLowerCase() === argument.toLowerCase())
  if (kind === undefined) {
    return stop(face, invocation, [refuse("KIND", argument, documentKinds().join(", ")).fault])
  }
  face.print(jsonText(publishedSchema(kind)))
  return exitCode.done
}
