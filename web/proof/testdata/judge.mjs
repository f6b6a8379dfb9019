// Judges files for registry/certificate/second_test.go: one request a line on standard input, one answer a line.
import { createInterface } from 'node:readline'
import { readFileSync } from 'node:fs'
import { readBundle, readTrust, verify } from '../certificate.js'

const sentences = JSON.parse(readFileSync(process.argv[2], 'utf8'))

for await (const line of createInterface({ input: process.stdin })) {
  const { bundle, trust, on } = JSON.parse(line)
  let answer
  try {
    const read = readBundle(bundle)
    const anchor = await readTrust(trust)
    answer = { report: await verify(read, anchor, on, sentences), fingerprint: anchor.fingerprint }
  } catch (fault) {
    answer = { unread: String(fault) }
  }
  console.log(JSON.stringify(answer))
}
