import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

/** One attempt: a retry after a lost reply would be a second mail. */
let client: SNSClient | undefined;
const sns = (): SNSClient => (client ??= new SNSClient({ maxAttempts: 1 }));

/** SNS takes 256 KB. */
const mostCharacters = 60_000;

/** Mails the operator by the topic of the alarms. @throws Error when it was not taken, or nobody knows */
export async function tellOperator(
  topic: string,
  { subject, text }: { subject: string; text: string },
): Promise<void> {
  const Message =
    text.length > mostCharacters ? `${text.slice(0, mostCharacters)}\n… (see \`wire feeds\`)\n` : text;
  await sns().send(new PublishCommand({ TopicArn: topic, Subject: subject, Message }));
}
