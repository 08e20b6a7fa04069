/**
 * `/x/` is `/x/index.html`; what publish-site keeps for itself is nobody's page; and where there is a password, only who
 * shows it reads on. @param password `NAME:PASSWORD`
 */
export const pageOfUrl = (password?: string): string => `function handler(event) {
  var request = event.request;
${password === undefined ? '' : askFor(`Basic ${Buffer.from(password).toString('base64')}`)}  if (request.uri.startsWith('/_')) return { statusCode: 404, statusDescription: 'Not Found' };
  if (request.uri.endsWith('/')) request.uri += 'index.html';
  return request;
}`;

function askFor(authorization: string): string {
  return `  var shown = request.headers.authorization;
  if (!shown || shown.value !== ${JSON.stringify(authorization)})
    return {
      statusCode: 401,
      statusDescription: 'Unauthorized',
      headers: { 'www-authenticate': { value: 'Basic realm="wire", charset="UTF-8"' } },
    };
`;
}
