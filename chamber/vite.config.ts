import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// The meeting page reads the manifest to find the entry's hashed names; Django serves what is beside it.
export default defineConfig({
  plugins: [react()],
  base: './',
  build: {
    outDir: '../prachum/web/static/chamber',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'es2022',
    // The SDK of the media engine alone is more than the usual 500 kB; it comes when the chamber is on the screen.
    chunkSizeWarningLimit: 600,
    rolldownOptions: { input: 'src/main.tsx' },
  },
  test: { environment: 'happy-dom', include: ['test/**/*.test.{ts,tsx}'], restoreMocks: true },
})
