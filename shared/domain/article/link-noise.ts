/**
 * Query parameters that say where a reader came from, not what the page is. Sources: ClearURLs rules (globalRules, data.min.json 2024),
 * Brave's query filter list, Firefox `privacy.query_stripping.strip_list`, and the feeds of the region (utm, from=rss, source=rss).
 */
export const trackingPrefixes: readonly string[] = ['utm_', 'mtm_', 'pk_', 'piwik_', 'hsa_', 'wt_', 'at_custom', 'ga_', 'yadclid', 'yadordid', '_openstat', 'mc_', 'vero_', 'oly_', 'itm_', 'sb_', 'stm_', 'trk_'];

export const trackingParameters: readonly string[] = [
  'fbclid', 'gclid', 'gclsrc', 'dclid', 'gbraid', 'wbraid', 'yclid', 'ysclid', 'ymclid', 'msclkid', 'twclid', 'ttclid', 'igshid', 'igsh', 'li_fat_id', 'rb_clickid', 's_cid', 's_kwcid',
  'mkt_tok', '_hsenc', '_hsmi', '__hssc', '__hstc', '__hsfp', 'hsctatracking', 'ml_subscriber', 'ml_subscriber_hash', 'rss_feed', 'cmpid', 'cmp', 'ocid', 'ns_campaign', 'ns_mchannel', 'ns_source', 'ns_linkname', 'ns_fee',
  'xtor', 'wickedid', 'spm', 'scm', 'sref', 'ref_src', 'ref_url', 'ftag', 'ftcamp', 'ncid', 'sr_share', 'guccounter', 'guce_referrer', 'guce_referrer_sig', 'at_medium', 'at_campaign', 'traffic_source', 'feedtype', 'partnerref', '__twitter_impression', '_ga', '_gl',
];

/** Parameters that are noise only with these values. */
export const trackingValues: Readonly<Record<string, readonly string[]>> = {
  from: ['rss', 'feed', 'rssfeed'], source: ['rss', 'feed', 'rssfeed', 'feeds'], ref: ['rss', 'feed', 'rssfeed'], src: ['rss', 'feed'], partner: ['rss', 'feedburner'], f: ['rss'], rss: ['1', 'true', 'yes', ''], feed: ['rss', 'rss2', 'atom'], amp: ['1', ''], outputtype: ['amp'],
};

/** Pages that only pass a reader on, and the parameter that says where. Sources: ClearURLs `redirections`, Unalix, and the sites' own links. */
export const redirectWrappers: readonly { host: string; path: RegExp; parameters: readonly string[] }[] = [
  { host: 'google.com', path: /^\/url$/, parameters: ['url', 'q'] },
  { host: 'news.google.com', path: /^\/news\/url$/, parameters: ['url'] },
  { host: 'bing.com', path: /^\/news\/apiclick\.aspx$/, parameters: ['url'] },
  { host: 'l.facebook.com', path: /^\/l\.php$/, parameters: ['u'] },
  { host: 'lm.facebook.com', path: /^\/l\.php$/, parameters: ['u'] },
  { host: 'facebook.com', path: /^\/(l|flx\/warn)(\.php)?\/?$/, parameters: ['u'] },
  { host: 'l.instagram.com', path: /^\/$/, parameters: ['u'] },
  { host: 'vk.com', path: /^\/away(\.php)?$/, parameters: ['to'] },
  { host: 'ok.ru', path: /^\/dk$/, parameters: ['st.link'] },
  { host: 't.umblr.com', path: /^\/redirect$/, parameters: ['z'] },
  { host: 'out.reddit.com', path: /^\//, parameters: ['url'] },
  { host: 'youtube.com', path: /^\/redirect$/, parameters: ['q'] },
  { host: 't.me', path: /^\/iv$/, parameters: ['url'] },
  { host: 'slack-redir.net', path: /^\/link$/, parameters: ['url'] },
  { host: 'getpocket.com', path: /^\/redirect$/, parameters: ['url'] },
  { host: 'steamcommunity.com', path: /^\/linkfilter\/?$/, parameters: ['url', 'u'] },
  { host: 'exit.sc', path: /^\/$/, parameters: ['url'] },
  { host: 'disq.us', path: /^\/url$/, parameters: ['url'] },
  { host: 'linkedin.com', path: /^\/redir\/redirect$/, parameters: ['url'] },
  { host: 'yandex.ru', path: /^\/clck\/jsredir$/, parameters: ['url'] },
  { host: 'click.mail.ru', path: /^\/redir$/, parameters: ['u'] },
  { host: 'safelinks.protection.outlook.com', path: /^\/$/, parameters: ['url'] },
  { host: 'awstrack.me', path: /^\//, parameters: ['url'] },
];
