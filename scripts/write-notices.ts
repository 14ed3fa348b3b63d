/** `npm run notices`: writes THIRD-PARTY-NOTICES.md anew, after a change of what ships. */
import { writeFileSync } from 'node:fs';
import { notices } from './notices';

writeFileSync('THIRD-PARTY-NOTICES.md', notices('.'));
