import { UploadOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useRef, useState } from 'react'
import { fetched, type Schema } from '@/client/client'
import { useListed, useSay } from '@/words/language'
import { Trouble } from '../Refusal'
import own from '../words'

/** Hands a file in; the server answers the digest by which documents name it. */
async function upload(file: File): Promise<Schema<'AttachmentKept'>> {
  const response = await fetched('/v1/attachments', { method: 'POST', body: file, headers: { 'Content-Type': file.type || 'application/octet-stream' } })
  return (await response.json()) as Schema<'AttachmentKept'>
}

/** A file, or several: what is kept in the form are their digests. */
export function Attachments({ list, accepts, value, change }: { list: boolean; accepts?: string[]; value: unknown; change: (value: unknown) => void }) {
  const say = useSay(own)
  const listed = useListed()
  const input = useRef<HTMLInputElement>(null)
  const [names, setNames] = useState<Record<string, string>>({})
  const digests = list ? ((value as string[] | undefined) ?? []) : value ? [String(value)] : []
  const put = useMutation({
    mutationFn: async (files: File[]) => {
      const kept: [string, string][] = []
      for (const file of files) kept.push([(await upload(file)).digest, file.name])
      return kept
    },
    onSuccess: (kept) => {
      setNames({ ...names, ...Object.fromEntries(kept) })
      const added = kept.map(([digest]) => digest)
      change(list ? [...new Set([...digests, ...added])] : added[0])
    },
  })
  return (
    <div className="attachments">
      <ul>
        {digests.map((digest, i) => (
          <li key={digest}>
            {names[digest]} <code title={digest}>{digest.slice(0, 16)}…</code>
            <Button type="link" size="small" onClick={() => change(list ? digests.filter((_, k) => k !== i) : undefined)}>
              {say('remove', { n: i + 1 })}
            </Button>
          </li>
        ))}
      </ul>
      <input ref={input} className="unseen" type="file" multiple={list} accept={accepts?.map((one) => `.${one}`).join(',')} tabIndex={-1} aria-hidden
        onChange={(e) => {
          const files = [...(e.target.files ?? [])]
          e.target.value = ''
          if (files.length > 0) put.mutate(files)
        }} />
      <Button icon={<UploadOutlined />} loading={put.isPending} onClick={() => input.current?.click()}>
        {say(put.isPending ? 'uploading' : digests.length > 0 && !list ? 'replace' : 'upload')}
      </Button>
      {accepts && <span className="quiet"> {say('accepts', { types: listed(accepts) })}</span>}
      <Trouble error={put.error} />
    </div>
  )
}
