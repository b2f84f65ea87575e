import { useEffect, useState } from 'react'

/** How loud something is, ten times a second, in dB below full scale. */
export function useDbfs(measured: { readonly dbfs: number | undefined }): number {
  const [dbfs, set] = useState(-100)
  useEffect(() => {
    const timer = setInterval(() => set(measured.dbfs ?? -100), 100)
    return () => clearInterval(timer)
  }, [measured])
  return dbfs
}
