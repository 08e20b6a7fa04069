/** What a page of ours may load: its own files. The same text for CloudFront, the local server and the meta tag. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Two years, what browsers' preload lists ask for. */
export const hstsSeconds = 63_072_000;
