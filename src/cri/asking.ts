// Endpoints that are asked in one look at a node: each of them once, however many want to know.
import type { ReadingMachine } from "../machine/reading.ts"
import type { CriReport } from "../model/facts/cri-report.ts"
import { askCri } from "./client.ts"

/** What was asked of endpoints, by endpoint. */
export type Asked = Map<string, Promise<CriReport>>

/** A healthy runtime answers these three questions within 20 ms. */
const timeoutMilliseconds = 2000

export function askOnce(machine: ReadingMachine, asked: Asked, endpoint: string): Promise<CriReport> {
  const answer = asked.get(endpoint) ?? askCri(machine, endpoint, timeoutMilliseconds)
  asked.set(endpoint, answer)
  return answer
}
