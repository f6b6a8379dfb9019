// Checks a proof in the browser: the leaf, the path to the root, both signatures of the
// checkpoint. The mathematics is web/proof's, which verifies certificates on the portal too.
import { Unable, same } from '../../../../proof/bytes.js'
import { openNote } from '../../../../proof/key.js'
import { leafHash, originOf, readProof, rootAlong, unverified, type Algorithm, type Checkpoint } from '../../../../proof/tree.js'
import type { Trust } from '../../../../proof/certificate.js'

export { hex } from '../../../../proof/bytes.js'
export { readTrust } from '../../../../proof/certificate.js'

export interface Checked {
  index: number
  steps: number
  leaf: Uint8Array
  root: Uint8Array
  /** The path leads from the leaf to the root that is signed. */
  included: boolean
  /** undefined where the browser cannot tell. */
  signed: boolean | undefined
}

/** Reads a signed checkpoint; it throws where the text is none. */
export const readCheckpoint = (note: string): Checkpoint => unverified(note)

/** Whether a published key signed a checkpoint with both halves. */
export async function signedBy(note: string, algorithm: Algorithm, trust: Trust): Promise<boolean | undefined> {
  return openNote(note, originOf(trust.origin, algorithm), trust.log).then(
    () => true,
    (fault: unknown) => (fault instanceof Unable ? undefined : false),
  )
}

/** Checks that exactly these bytes stand at a place in the signed log. */
export async function check(bytes: string, seq: number, text: string, trust: Trust): Promise<Checked> {
  const proof = readProof(text)
  const checkpoint = unverified(proof.checkpoint)
  const leaf = await leafHash(proof.algorithm, bytes)
  const root = await rootAlong(proof, leaf, checkpoint.size)
  return {
    index: proof.index,
    steps: proof.path.length,
    leaf,
    root: checkpoint.root,
    included: proof.index === seq && root !== undefined && same(root, checkpoint.root),
    signed: await signedBy(proof.checkpoint, proof.algorithm, trust),
  }
}
