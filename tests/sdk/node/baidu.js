'use strict';
const HttpClient = require('@baiducloud/sdk/src/http_client');
const Auth = require('@baiducloud/sdk/src/auth');
const strings = require('@baiducloud/sdk/src/strings');
const { isNotUtf8, encode, patched } = require('./bytes');

/** The name in a spelling of upper and lower case that no one has used yet. */
function spelling(name, taken) {
  for (let which = 0; ; which += 1) {
    let bits = which;
    const other = name.toLowerCase().replace(/[a-z]/g, (letter) => {
      const upper = bits & 1;
      bits >>= 1;
      return upper ? letter.toUpperCase() : letter;
    });
    if (!Object.hasOwn(taken, other)) return other;
    if (bits > 0) throw new Error(`${name} is there too often`);
  }
}

/** Several objects without repeated keys, which the SDK is asked about one by one. */
function rounds(pairs) {
  const objects = [];
  for (const [key, value] of pairs) {
    let free = objects.find((object) => !Object.hasOwn(object, key));
    if (!free) objects.push((free = Object.create(null)));
    free[key] = value;
  }
  return objects;
}

function answer(question) {
  const used = new Set();
  const recorded = [];
  const normalize = strings.normalize;
  const trim = strings.trim;

  class Recorded extends Auth {
    hash(data, key) {
      recorded.push(data);
      return super.hash(data, key);
    }
    getTimestamp(time) {
      if (time) return super.getTimestamp(time);
      used.add('time-zero-is-now');
      return new Date(0).toISOString().replace('.000', '');
    }
    queryStringCanonicalization(objects) {
      const pieces = objects.flatMap((object) => {
        const text = super.queryStringCanonicalization(object);
        return text === '' ? [] : text.split('&');
      });
      return pieces.sort().join('&');
    }
  }

  const escaped = (text, ...more) => {
    return isNotUtf8(text) ? encode(text) : normalize(text, ...more);
  };
  const pairs = question.pairs.map(([key, value]) => {
    if (escaped(key) !== key) used.add('raw-query-key');
    return [escaped(key), value];
  });
  if (pairs.some(([key]) => key.toLowerCase() === 'authorization')) throw new Error('authorization is left');
  const objects = rounds(pairs);
  if (objects.length > 1) used.add('no-repeated-keys');

  const headers = Object.create(null);
  for (const [name, value] of question.headers) {
    headers[spelling(name, headers)] = value;
    if (trim(value) !== value.replace(/^[ \t]+|[ \t]+$/g, '')) used.add('trims-unicode-blanks');
  }
  const path = isNotUtf8(question.path) ? encode(question.path).replace(/%2F/g, '/') : normalize(question.path, false);

  const sign = () =>
    new Recorded(question.ak, question.sk).generateAuthorization(
      question.method, path, objects, headers, question.time, question.expires_in, question.names);
  let asked = () => patched(strings, 'normalize', escaped, sign);
  if (used.has('trims-unicode-blanks')) {
    const inner = asked;
    asked = () => patched(strings, 'trim', (text) => text.replace(/^[ \t]+|[ \t]+$/g, ''), inner);
  }
  const authorization = asked();

  // The list that the SDK took from its sorted lines, brought into the ruling's form.
  const front = `${recorded[0]}/`;
  const [list, signature] = authorization.slice(front.length).split('/');
  let names = list.split(';');
  const corrected = (name, other) => {
    if (other.join(';') !== names.join(';')) used.add(name);
    names = other;
  };
  corrected('list-encodes-names', names.map(decodeURIComponent));
  corrected('list-repeats-names', [...new Set(names)]);
  corrected('list-in-order-of-lines', [...names].sort());
  return {
    used: [...used], prefix: recorded[0], canonical_request: recorded[1], names, signature,
    authorization: `${front}${names.join(';')}/${signature}`,
  };
}

/** What the SDK's client sends by default. */
async function sent(question) {
  const client = new HttpClient({
    endpoint: question.endpoint, credentials: { ak: question.ak, sk: question.sk },
  });
  let options;
  client._doRequest = (given) => {
    options = given;
    return Promise.resolve({});
  };
  const path = question.segments.map((segment) => `/${strings.normalize(segment)}`).join('');
  await client.sendRequest(question.method, path, question.body, question.headers, question.params);
  return { target: options.path, headers: Object.entries(options.headers) };
}

module.exports = { answer, sent };
