'use strict';
// The vendors' documented sample algorithms, written anew with Node's own modules.
const { createHash, createHmac } = require('crypto');
const { unescapeBuffer } = require('querystring');

const base64 = (text) => Buffer.from(text).toString('base64');

/** The pairs of a URL's query as bytes. */
function queryOf(url) {
  const sent = url.replace(/#.*$/s, '');
  if (!sent.includes('?')) return [];
  return sent.slice(sent.indexOf('?') + 1).split('&').filter(Boolean).map((piece) => {
    const at = piece.includes('=') ? piece.indexOf('=') : piece.length;
    const read = (text) => unescapeBuffer(text.replaceAll('+', ' '));
    return [read(piece.slice(0, at)), read(piece.slice(at + 1))];
  });
}

function zego({ credential, nonce, time }) {
  const text = `${credential.app_id}${nonce}${credential.server_secret}${time}`;
  const signature = createHash('md5').update(text, 'utf8').digest('hex');
  return {
    string_to_sign: base64(text), signature, headers: [],
    query: Object.entries({
      AppId: String(credential.app_id), SignatureNonce: nonce, Timestamp: String(time), Signature: signature,
      SignatureVersion: '2.0',
    }),
  };
}

function tencent({ credential, options, time, request }) {
  const added = { appkey: credential.appkey };
  if (options.requestid !== undefined) added.requestid = options.requestid;
  added.timestamp = String(time);
  const pairs = queryOf(request.url)
    .filter(([key]) => !Object.hasOwn(added, key.toString('latin1')) && key.toString('latin1') !== 'signature')
    .concat(Object.entries(added).map((pair) => pair.map((text) => Buffer.from(text))));
  pairs.sort((a, b) => Buffer.compare(a[0], b[0]) || Buffer.compare(a[1], b[1]));
  const pieces = pairs.flatMap(([key, value]) => [Buffer.from('&'), key, Buffer.from('='), value]).slice(1);
  const text = Buffer.concat(pieces);
  const signature = createHmac('sha256', Buffer.from(credential.access_token)).update(text).digest('base64');
  return { string_to_sign: base64(text), signature, headers: [], query: [...Object.entries(added), ['signature', signature]] };
}

function speech({ credential, options, time, nonce, request }) {
  const { api } = options;
  const seconds = { Expired: String(time + (options.expires_in ?? 86400)), SecretId: credential.secret_id, Timestamp: String(time) };
  const lower = Object.fromEntries(Object.entries(seconds).map(([name, value]) => [name.toLowerCase(), value]));
  const { secretid, timestamp } = lower;
  const [added, last] = {
    'tts-stream': [{ AppId: credential.app_id, ...seconds }, 'Signature'],
    'vc-stream': [seconds, 'Signature'],
    'asr-flash': [{ secretid, timestamp }, null],
  }[api] ?? [{ expired: lower.expired, nonce, secretid, timestamp, ...(credential.token && { token: credential.token }) }, 'signature'];
  const replaced = last === 'signature' ? ['token', ...Object.keys(added), last] : [...Object.keys(added), last];
  const pairs = queryOf(request.url).filter(([key]) => !replaced.includes(key.toString('latin1')))
    .concat(Object.entries(added).map((pair) => pair.map((text) => Buffer.from(text))));
  pairs.sort((a, b) => Buffer.compare(a[0], b[0]) || Buffer.compare(a[1], b[1]));
  const pieces = pairs.flatMap(([key, value]) => [Buffer.from('&'), key, Buffer.from('='), value]).slice(1);
  const rest = request.url.replace(/#.*$/s, '').replace(/^[^:]*:\/\/[^/?]*/, '').split('?')[0] || '/';
  const method = api === 'asr-flash' || api === 'tts-stream' ? request.method : '';
  const text = Buffer.concat([Buffer.from(`${method}${request.sent_host}${rest}?`), ...pieces]);
  const signature = createHmac('sha1', Buffer.from(credential.secret_key)).update(text).digest('base64');
  const query = Object.entries(added).concat(last ? [[last, signature]] : []);
  return { string_to_sign: base64(text), signature, headers: last ? [] : [['authorization', signature]], query };
}

function iflytek({ credential, options, time }) {
  const base = createHash('md5').update(credential.app_id + time, 'utf8').digest('hex');
  const signa = createHmac('sha1', Buffer.from(credential.secret)).update(base).digest('base64');
  const names = {
    'abcpen header': ['x-app-key', 'x-timestamp', 'x-app-signature'],
    'abcpen query': ['appid', 'ts', 'signa'],
    'rtasr query': ['appid', 'ts', 'signa'],
    'lfasr-v2 query': ['appId', 'ts', 'signa'],
    'aippt-v2 header': ['appid', 'timestamp', 'signature'],
  }[`${options.dialect} ${options.placement}`];
  const fields = [credential.app_id, String(time), signa].map((value, at) => [names[at], value]);
  const inHeaders = options.placement === 'header';
  return { string_to_sign: base64(base), signature: signa, headers: inHeaders ? fields : [], query: inHeaders ? [] : fields };
}

/** `2025-09-04T07:38:07`, some hours ahead of UTC. */
const isoTime = (time, hours = 0) => new Date((time + hours * 3600) * 1000).toISOString().slice(0, 19);

function accessKey({ credential, options, time, nonce, request }) {
  const inHeader = options.api === 'ifasr-llm';
  const [timeName, nonceName] = inHeader ? ['dateTime', 'signatureRandom'] : ['utc', 'uuid'];
  const local = options.api === 'compliance' ? `${isoTime(time)}+0000` : `${isoTime(time, 8)}+0800`;
  const added = { accessKeyId: credential.api_key, appId: credential.app_id, [timeName]: local, [nonceName]: nonce };
  const pairs = queryOf(request.url)
    .filter(([key, value]) => value.length && !Object.hasOwn(added, key.toString('latin1')) && key.toString('latin1') !== 'signature')
    .concat(Object.entries(added).map((pair) => pair.map((text) => Buffer.from(text))));
  pairs.sort((a, b) => Buffer.compare(a[0], b[0]) || Buffer.compare(a[1], b[1]));
  const encode = (bytes) => [...bytes].map((byte) => {
    const letter = String.fromCharCode(byte);
    return /[A-Za-z0-9._~-]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
  const text = pairs.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&');
  const signature = createHmac('sha1', Buffer.from(credential.api_secret)).update(text).digest('base64');
  const own = [['signature', signature]];
  const query = Object.entries(added);
  return { string_to_sign: base64(text), signature, headers: inHeader ? own : [], query: inHeader ? query : query.concat(own) };
}

function xiling({ credential, options, time }) {
  const zone = { millis: '.000Z', seconds: 'Z', offset: '+00:00' }[options.spelling];
  const expire = isoTime(time + (options.expires_in ?? 3600)) + zone;
  const text = credential.app_id + expire;
  const signature = createHmac('sha256', Buffer.from(credential.app_key)).update(text, 'utf8').digest('hex');
  const token = `${credential.app_id}/${signature}/${expire}`;
  const inQuery = options.placement === 'query';
  return {
    string_to_sign: base64(text), signature,
    headers: inQuery ? [] : [['authorization', token]], query: inQuery ? [['token', token]] : [],
  };
}

const bySchemes = {
  'iflytek/access-key': accessKey, 'baidu/xiling': xiling,
  'zego/server-api-v2': zego, 'tencent/ivh-apaas': tencent, 'iflytek/signa': iflytek,
  'tencent/speech-hmac-sha1': speech,
};

module.exports = { answer: ({ line }) => bySchemes[line.scheme](line) };
