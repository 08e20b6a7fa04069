import { Aws, Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { subscribePaths } from '../../shared/domain/digest/reader-links.ts';
import { siteHeaders } from '../../shared/domain/site/headers.ts';
import type { Choices } from './choices.ts';
import { pageOfUrl } from './page-of-url.ts';
import type { Storage } from './storage.ts';

const routedBy = (route: EdgeFunction): Pick<BehaviorOptions, 'functionAssociations'> => ({
  functionAssociations: [{ function: route, eventType: FunctionEventType.VIEWER_REQUEST }],
});

/** reader ◄─ CloudFront ◄─ site bucket, and /s/* ◄─ HTTP API. */
export class SiteHosting extends Construct {
  readonly api: HttpApi;
  readonly distribution: Distribution;
  readonly url: string;
  /** What CloudFront shows the API. The random part of the stack's own id: outsiders do not know it, and it costs no secret. */
  readonly edgeKey = Fn.select(2, Fn.split('/', Aws.STACK_ID));

  constructor(scope: Construct, id: string, { storage, choices }: { storage: Storage; choices: Choices }) {
    super(scope, id);
    this.api = this.httpApi();
    const { siteDomain, certificateArn } = choices;
    const route = new EdgeFunction(this, 'PageOfUrl', {
      code: FunctionCode.fromInline(pageOfUrl(choices.sitePassword)),
      runtime: FunctionRuntime.JS_2_0,
    });
    const functions = new HttpOrigin(`${this.api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`, {
      customHeaders: { 'x-wire-edge': this.edgeKey },
    });
    const ownName = siteDomain !== undefined && certificateArn !== undefined;
    this.distribution = new Distribution(this, 'Distribution', {
      comment: Aws.STACK_NAME,
      ...(ownName && {
        domainNames: [siteDomain],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      }),
      defaultRootObject: 'index.html',
      defaultBehavior: this.pages(storage, route),
      additionalBehaviors: {
        [subscribePaths.feed]: this.queryFeeds(
          functions,
          choices.sitePassword === undefined ? undefined : route,
        ),
        '/s/*': this.subscriptionPages(functions),
      },
      errorResponses: [
        { httpStatus: 404, responsePagePath: '/404.html', responseHttpStatus: 404, ttl: Duration.minutes(1) },
      ],
      httpVersion: HttpVersion.HTTP2_AND_3,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    });
    this.url = `https://${siteDomain ?? this.distribution.domainName}`;
    this.nameIn(choices);
    this.hideState(storage);
  }

  /** The site's name in the operator's own zone, where it is in this account. */
  private nameIn({ hostedZone, siteDomain }: Choices): void {
    const [hostedZoneId, zoneName] = hostedZone?.split(':') ?? [];
    if (hostedZoneId === undefined || zoneName === undefined || siteDomain === undefined) return;
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId, zoneName });
    const record = {
      zone,
      recordName: `${siteDomain}.`,
      target: RecordTarget.fromAlias(new CloudFrontTarget(this.distribution)),
    };
    new ARecord(this, 'Name4', record);
    new AaaaRecord(this, 'Name6', record);
  }

  private pages({ site }: Storage, route: EdgeFunction): BehaviorOptions {
    return {
      // LIST turns S3's 403 for a missing page into the 404 that it is. (The cast: CDK's own types disagree under exactOptionalPropertyTypes.)
      origin: S3BucketOrigin.withOriginAccessControl(site as IBucket, {
        originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: this.headers('PageHeaders', true),
      ...routedBy(route),
    };
  }

  /** What a query finds, made once a quarter of an hour for all who ask the same. @param guard what asks for the site's password */
  private queryFeeds(functions: HttpOrigin, guard: EdgeFunction | undefined): BehaviorOptions {
    return {
      origin: functions,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: new CachePolicy(this, 'QueryFeedCache', {
        comment: 'A feed of a query is the same for everybody',
        queryStringBehavior: CacheQueryStringBehavior.allowList('q', 'format', 'lang'),
        minTtl: Duration.seconds(0),
        defaultTtl: Duration.seconds(0),
        maxTtl: Duration.hours(1),
        enableAcceptEncodingGzip: true,
        enableAcceptEncodingBrotli: true,
      }),
      ...(guard !== undefined && routedBy(guard)),
    };
  }

  private subscriptionPages(functions: HttpOrigin): BehaviorOptions {
    return {
      origin: functions,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: this.whatTheFormsNeed(),
      // The function sends its own, stricter policy; this one is used when the API itself answers.
      responseHeadersPolicy: this.headers('FormHeaders', false),
    };
  }

  /** No cookies, and only the headers that functions/subscribe/request.ts reads. */
  private whatTheFormsNeed(): OriginRequestPolicy {
    return new OriginRequestPolicy(this, 'FormRequest', {
      comment: 'What the subscription pages read of a request',
      headerBehavior: OriginRequestHeaderBehavior.allowList(
        'Accept-Language',
        'Content-Type',
        'Origin',
        'Sec-Fetch-Site',
        'CloudFront-Viewer-Address',
        'CloudFront-Viewer-Time-Zone',
      ),
      queryStringBehavior: OriginRequestQueryStringBehavior.all(),
      cookieBehavior: OriginRequestCookieBehavior.none(),
    });
  }

  private headers(id: string, override: boolean): ResponseHeadersPolicy {
    const {
      'content-security-policy': contentSecurityPolicy = "default-src 'none'",
      'strict-transport-security': hsts = '',
      ...others
    } = siteHeaders;
    const [, seconds = '0'] = /max-age=(\d+)/.exec(hsts) ?? [];
    const known = ['x-content-type-options', 'referrer-policy'];
    return new ResponseHeadersPolicy(this, id, {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.seconds(Number(seconds)),
          includeSubdomains: true,
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: Object.entries(others)
          .filter(([header]) => !known.includes(header))
          .map(([header, value]) => ({ header, value, override })),
      },
    });
  }

  private httpApi(): HttpApi {
    const api = new HttpApi(this, 'Api', {
      description: 'Sign up, confirm, preferences, leave',
      createDefaultStage: false,
    });
    const log = new LogGroup(this, 'ApiLog', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: api,
      autoDeploy: true,
      throttle: { rateLimit: 50, burstLimit: 100 },
      // No caller address and no path: a path may carry a token.
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(
          '{"event":"api-request","id":"$context.requestId","method":"$context.httpMethod","status":"$context.status","ms":"$context.responseLatency"}',
        ),
      },
    });
    return api;
  }

  /** Belt and braces: even a hole in the page function shows nobody what publish-site remembers. */
  private hideState({ site }: Storage): void {
    site.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
        actions: ['s3:GetObject'],
        resources: [site.arnForObjects('_state/*')],
      }),
    );
  }
}
