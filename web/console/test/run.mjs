// Plays one demonstration city and walks it file by file.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startCity } from './city.mjs'

const folder = fileURLToPath(new URL('.', import.meta.url))
const walks = readdirSync(folder).filter((file) => file.endsWith('.test.mjs')).map((file) => folder + file)

const city = await startCity()
const walked = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...walks], { env: { ...process.env, SHUYU_CITY: city.base }, stdio: 'inherit' })
const code = await new Promise((ended) => walked.on('exit', ended))
await city.stop()
process.exitCode = code ?? 1
