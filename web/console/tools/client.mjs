// Writes src/client/openapi.ts from api/openapi.yaml. The first lines hold the digests of the
// document and of what follows them, so that a test can tell without Node whether it is current.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const document = new URL('../../../api/openapi.yaml', import.meta.url)
const digest = (text) => createHash('sha256').update(text).digest('hex')
const types = astToString(await openapiTS(document))
const head = [`// Written by \`make generate\` from api/openapi.yaml; never edited.`, `// document ${digest(readFileSync(document))}`, `// types ${digest(types)}`]
writeFileSync(new URL('../src/client/openapi.ts', import.meta.url), `${head.join('\n')}\n${types}`)
