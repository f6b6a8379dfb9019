import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { answered, api, type Schema } from '@/client/client'
import { sessionQuery } from '@/client/session'
import { useSay } from '@/words/language'
import { Trouble } from '../Refusal'
import formWords from './formWords'

/** The step that an example is for: of a case, or one that opens a case about something. */
export type ExampleFor = Schema<'ExampleInputBody'>

/** In a demonstration, what the server offers to fill in; elsewhere nothing is drawn. */
export function Example({ of, fill }: { of: ExampleFor; fill: (shown: Schema<'ExampleShown'>) => void }) {
  const say = useSay(formWords)
  const demo = useQuery(sessionQuery).data?.banner.demo === true
  const ask = useMutation({ mutationFn: () => answered(api.POST('/v1/demo/example', { body: of })), onSuccess: fill })
  if (!demo) return null
  return (
    <>
      <p className="example">
        <span>{say('example')}</span>
        <Button loading={ask.isPending} onClick={() => ask.mutate()}>
          {say('fillExample')}
        </Button>
      </p>
      <Trouble error={ask.error} />
    </>
  )
}
