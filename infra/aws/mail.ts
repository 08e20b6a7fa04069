import { Aws, Fn } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  DkimIdentity,
  EasyDkimSigningKeyLength,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  MailFromBehaviorOnMxFailure,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Choices } from './choices.ts';
import { tokenKeyIds } from './settings.ts';
import { keepData } from './storage.ts';

export interface MailProps {
  /** The address that digests come from; its domain becomes the SES identity. */
  sender: string;
  peopleKey: IKey;
  choices: Pick<Choices, 'mailIdentity'>;
}

/** Who we are as a sender, and the keys that sign the links in our mails. */
export class MailSending extends Construct {
  readonly sender: string;
  readonly configurationSet: ConfigurationSet;
  readonly identityArn: string;
  /** `id:base64,id:base64`, resolved by CloudFormation when it deploys: the template holds no key. */
  readonly tokenKeys: string;
  /** Where the keys lie, `id=ARN,id=ARN`. */
  readonly tokenSecrets: string;
  readonly domain: string;
  /** The records that the domain needs, as lines of a zone file. */
  readonly zoneFile: string;

  constructor(scope: Construct, id: string, { sender, peopleKey, choices }: MailProps) {
    super(scope, id);
    this.sender = sender;
    this.domain = Fn.select(1, Fn.split('@', sender));
    this.configurationSet = this.configuration();
    const own = choices.mailIdentity === 'own' ? this.ownIdentity() : undefined;
    this.identityArn =
      own?.emailIdentityArn ??
      `arn:${Aws.PARTITION}:ses:${Aws.REGION}:${Aws.ACCOUNT_ID}:identity/${this.domain}`;
    this.zoneFile =
      own === undefined ? 'The identity is of another stack, and so are its records.' : this.records(own);
    const secrets = tokenKeyIds.map((keyId) => ({ keyId, secret: this.key(keyId, peopleKey) }));
    this.tokenKeys = secrets
      .map(({ keyId, secret }) => `${keyId}:${secret.secretValue.unsafeUnwrap()}`)
      .join(',');
    this.tokenSecrets = secrets.map(({ keyId, secret }) => `${keyId}=${secret.secretArn}`).join(',');
  }

  private ownIdentity(): EmailIdentity {
    return new EmailIdentity(this, 'Sender', {
      identity: Identity.domain(this.domain),
      configurationSet: this.configurationSet,
      dkimIdentity: DkimIdentity.easyDkim(EasyDkimSigningKeyLength.RSA_2048_BIT),
      mailFromDomain: Fn.join('.', ['bounce', this.domain]),
      // Mail still leaves, from amazonses.com, while the records are not there yet.
      mailFromBehaviorOnMxFailure: MailFromBehaviorOnMxFailure.USE_DEFAULT_VALUE,
      feedbackForwarding: false,
    });
  }

  /** May send at the account's rate from our domain, through our configuration set, under our sender address. */
  sends(who: IGrantable): void {
    who.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['ses:SendEmail'],
        resources: [
          this.identityArn,
          `arn:${Aws.PARTITION}:ses:${Aws.REGION}:${Aws.ACCOUNT_ID}:configuration-set/${this.configurationSet.configurationSetName}`,
        ],
        conditions: { StringEquals: { 'ses:FromAddress': this.sender } },
      }),
    );
    // The account's mails a second. SES knows no resource for this question.
    who.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['ses:GetAccount'], resources: ['*'] }),
    );
  }

  private configuration(): ConfigurationSet {
    const set = new ConfigurationSet(this, 'Digests', {
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    });
    // No OPEN and no CLICK: what a reader opens is nobody's business.
    const { SEND, REJECT, BOUNCE, COMPLAINT, DELIVERY } = EmailSendingEvent;
    set.addEventDestination('Feedback', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'Bus', 'default')),
      events: [SEND, REJECT, BOUNCE, COMPLAINT, DELIVERY],
    });
    return set;
  }

  /** 44 letters and digits: valid base64, 262 bits of chance. */
  private key(keyId: string, encryptionKey: IKey): Secret {
    return new Secret(this, `TokenKey-${keyId}`, {
      description: 'Signs the links in mails to subscribers',
      encryptionKey,
      removalPolicy: keepData,
      generateSecretString: { passwordLength: 44, excludePunctuation: true },
    });
  }

  private records(identity: EmailIdentity): string {
    const bounce = `bounce.${this.domain}.`;
    return Fn.join('\n', [
      ...identity.dkimRecords.map(({ name, value }) => `${name}. 3600 IN CNAME ${value}.`),
      `${bounce} 3600 IN MX 10 feedback-smtp.${Aws.REGION}.amazonses.com.`,
      `${bounce} 3600 IN TXT "v=spf1 include:amazonses.com ~all"`,
      `_dmarc.${this.domain}. 3600 IN TXT "v=DMARC1; p=quarantine; adkim=r; aspf=r"`,
    ]);
  }
}
