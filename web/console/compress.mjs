// Writes each file of the build beside itself as gzip and Brotli, so that the server
// compresses nothing while it answers.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const folder = new URL('./dist/app/assets/', import.meta.url)
for (const name of readdirSync(folder)) {
  if (!/\.(js|css|svg)$/.test(name)) continue
  const content = readFileSync(new URL(name, folder))
  writeFileSync(new URL(`${name}.gz`, folder), gzipSync(content, { level: 9 }))
  writeFileSync(new URL(`${name}.br`, folder), brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
}
