import { trusted } from '../text/html.ts';

/** Colours are given twice: plain for clients without a style block's dark rules, and for dark mode. Contrast ≥ 4.5:1 in both. */
export const mailCss = `:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:0;background:#f4f1ea;color:#1c1b1a;font:16px/1.5 Georgia,'Times New Roman',serif;-webkit-text-size-adjust:100%}
table{border-collapse:collapse}a{color:#7a2318}
.w{width:100%;max-width:600px;text-align:left}.p{padding:16px 20px}.c{background:#fffdf9;overflow-wrap:anywhere;word-break:break-word}
.s{padding:16px 20px;border-top:1px solid #ddd6c8}
.k{margin:0;font:bold 12px/1.4 Arial,sans-serif;letter-spacing:.02em;color:#7a2318}
h1{margin:0;font-size:26px;line-height:1.2}h2{margin:0;font-size:18px;line-height:1.3}h3{margin:2px 0 6px;font-size:20px;line-height:1.3}h3 a{color:#1c1b1a;text-decoration:none}
.o{margin:6px 0;padding-left:22px}.o a{color:#1c1b1a}
.m{margin:4px 0;font:13px/1.5 Arial,sans-serif;color:#5c574f}.m a{color:#5c574f}
.g{margin:0 0 6px;font:15px/1.4 Arial,sans-serif}.q{margin:6px 0;font-size:15px}.q .m a{color:#5c574f}
.d{padding:4px 10px 4px 0;width:112px;vertical-align:top;font:bold 13px/1.5 Arial,sans-serif;color:#5c574f}
.t{padding:4px 0;vertical-align:top;font-size:15px}.t a{color:#1c1b1a}
.b{display:inline-block;padding:10px 18px;background:#7a2318;color:#ffffff;font:bold 16px Arial,sans-serif;text-decoration:none}
@media (max-width:480px){h1{font-size:22px}.d,.t{display:block;width:auto;padding:0}.d{padding-top:6px}.p,.s{padding-left:14px;padding-right:14px}}
@media (prefers-color-scheme:dark){body,.g{background:#141312!important;color:#e9e5dd!important}.c{background:#1e1c1a!important}.s{border-color:#3b3733!important}
h3 a,.t a,.o a{color:#f1ede5!important}a,.k{color:#eb9a8a!important}.m,.m a,.d{color:#b3aca1!important}.b{background:#b5402f!important;color:#ffffff!important}}
`;
export const mailStyle = trusted(`<style>\n${mailCss}</style>`);
