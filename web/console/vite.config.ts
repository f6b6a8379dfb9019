import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// `npx vite` serves the console while it is worked on; it asks the server at SHUYU.
const server = process.env.SHUYU ?? 'http://127.0.0.1:8080'

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    assetsInlineLimit: 0, // nothing as data: in a page
    modulePreload: { polyfill: false }, // it would be an inline script
    manifest: 'manifest.json', // what test/budget.test.mjs measures by
    chunkSizeWarningLimit: 1500,
  },
  server: { proxy: { '/v1': { target: server, changeOrigin: false } } }, // the server compares Origin with Host
})
