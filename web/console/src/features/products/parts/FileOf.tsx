import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Part } from '@/field/Page'
import { Trouble } from '@/field/Refusal'
import { download } from '@/field/Table'
import { useSay } from '@/words/language'
import { useFile } from '../queries'
import words from '../words'

/** The file of a delivery, for who receives it. */
export function FileOf({ id, mine, open }: { id: string; mine: boolean; open: boolean }) {
  const say = useSay(words)
  const file = useFile(id, download)
  return (
    <Part title={say('file')}>
      <p className="quiet">{say('fileSays')}</p>
      {mine && open ? <Button icon={<DownloadOutlined />} loading={file.isPending} onClick={() => file.mutate(undefined)}>{say('download')}</Button> : <p className="quiet">{say(mine ? 'over' : 'notYours')}</p>}
      <Trouble error={file.error} />
    </Part>
  )
}
