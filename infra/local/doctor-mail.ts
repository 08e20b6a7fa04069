import { type MailAccount, mailAccount, mailIdentity } from '../aws/deployed/cloud.ts';
import { output, type StackOutputs } from '../aws/deployed/stack-outputs.ts';
import { type Check, type DoctorPorts, type Finding, judged } from './doctor-finding.ts';

const records =
  'put the records of the output ZoneFile into the DNS of the domain; SES looks again within hours';

export function mailChecks(outputs: StackOutputs, ports: DoctorPorts): Check[] {
  const domain = output(outputs, 'MailIdentity');
  let asked: ReturnType<typeof mailIdentity> | undefined;
  const identity = () => (asked ??= mailIdentity(domain));
  return [
    {
      what: 'sender verified',
      look: async () =>
        judged((await identity()).verified, domain, `${records} (SES → Identities → ${domain})`),
    },
    {
      what: 'DKIM',
      look: async () => judged((await identity()).dkim === 'SUCCESS', (await identity()).dkim, records),
    },
    {
      what: 'MAIL FROM',
      look: async () => {
        const { mailFrom, bounceDomain } = await identity();
        return judged(mailFrom === 'SUCCESS', `${bounceDomain}: ${mailFrom}`, records);
      },
    },
    {
      what: 'DMARC',
      look: async () => {
        const texts = (await ports.txt(`_dmarc.${domain}`)).filter((text) => /^v=DMARC1\b/.test(text));
        return judged(
          texts.length === 1,
          texts.length === 0 ? `no policy at _dmarc.${domain}` : texts.join(' | '),
          texts.length > 1 ? 'two policies count as none: leave one' : records,
        );
      },
    },
    { what: 'mail account', look: async () => accountFinding(await mailAccount()) },
  ];
}

function accountFinding({ production, sending, perDay, sentLastDay }: MailAccount): Finding {
  const seen = `${sentLastDay} of ${perDay} mails in the last day`;
  if (!production)
    return {
      state: 'missing',
      seen: `in the sandbox: verified addresses only; ${seen}`,
      remedy: 'ask for production access (SES → Account dashboard → Request production access)',
    };
  if (!sending)
    return {
      state: 'missing',
      seen: 'sending is paused',
      remedy: 'SES → Reputation metrics says why; answer AWS there',
    };
  return judged(
    sentLastDay < perDay * 0.9,
    seen,
    'ask for a higher quota (Service Quotas → Amazon SES → Sending quota)',
  );
}
