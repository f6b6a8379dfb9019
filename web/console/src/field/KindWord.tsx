import { useQuery } from '@tanstack/react-query'
import { answered, api } from '@/client/client'
import { useSay, useText } from '@/words/language'
import caseWords from './caseWords'

export const kindsQuery = { queryKey: ['kinds'], queryFn: () => answered(api.GET('/v1/registers')), staleTime: Infinity }

/** The word for a registered kind. */
export function KindWord({ kind }: { kind: string }) {
  const text = useText()
  const say = useSay(caseWords)
  const { data } = useQuery(kindsQuery)
  if (kind.startsWith('case:')) return <>{say('case')}</>
  return <>{text(data?.items.find((one) => one.kind === kind)?.word) || kind}</>
}
