'use strict';
const axios = require('axios');
const { BasicCredentials } = require('@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials');
const { DefaultHttpClient } = require('@huaweicloud/huaweicloud-sdk-core/http/DefaultHttpClient');
const { HcClient } = require('@huaweicloud/huaweicloud-sdk-core/HcClient');
const { AKSKSigner } = require('@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner');
const { isNotUtf8, encode, compareBytes, patched } = require('./bytes');

const sameOrder = (texts, compare) => {
  const [own, other] = [[...texts].sort(), [...texts].sort(compare)];
  return own.every((text, at) => text === other[at]);
};

/** The body as the object that the SDK serialises to exactly these bytes, if there is one. */
function serialisable(body) {
  try {
    const data = JSON.parse(body.toString('utf8'));
    const isSame = Buffer.from(JSON.stringify(data)).equals(body);
    return data && isSame ? data : undefined;
  } catch {
    return undefined;
  }
}

function answer(question) {
  const used = new Set();
  const stages = {};
  const body = Buffer.from(question.body, 'base64');
  const data = serialisable(body);
  const states = Boolean(question.headers['X-Sdk-Content-Sha256']);

  class Signer extends AKSKSigner {
    static CanonicalURI(path) {
      if (super.CanonicalURI(path) !== super.CanonicalURI(question.path)) used.add('decoded-path');
      return super.CanonicalURI(question.path);
    }
    static urlEncode(text) {
      return isNotUtf8(text) ? encode(text) : super.urlEncode(text);
    }
    static buildPayloadHash(request) {
      if (question.forced !== null) return question.forced;
      if (states || body.length === 0 || data !== undefined) return super.buildPayloadHash(request);
      used.add('serialises-body');
      return this.Hex(body);
    }
    static buildCanonicalRequest(...parts) {
      return (stages.canonical_request = super.buildCanonicalRequest(...parts));
    }
    static getStringToSign(...parts) {
      return (stages.string_to_sign = super.getStringToSign(...parts));
    }
  }

  const queryParams = Object.create(null);
  for (const [key, value] of question.pairs) {
    (queryParams[key] ??= []).push(value);
  }
  // The host comes from the endpoint; the path would, too, and is put in above.
  const endpoint = `https://${question.host}${question.wire_path}`;
  const request = { method: question.method, endpoint, headers: { ...question.headers }, queryParams, data };
  if (data === undefined) delete request.data;
  const credential = { getAk: () => question.ak, getSk: () => question.sk };

  let sign = () => Signer.sign(request, credential);
  const within = (object, name, replacement) => {
    const inner = sign;
    sign = () => patched(object, name, replacement, inner);
  };
  within(Date, 'now', () => question.time * 1000);
  const texts = question.pairs.flat();
  if (!sameOrder(texts, compareBytes)) {
    if (!texts.some(isNotUtf8)) used.add('order-of-utf16');
    const sort = Array.prototype.sort;
    within(Array.prototype, 'sort', function (compare) {
      return sort.call(this, compare ?? compareBytes);
    });
  }
  const names = [...Object.keys(question.headers).map((name) => name.toLowerCase()), 'host', 'x-sdk-date'];
  if (!sameOrder(names, (a, b) => a.localeCompare(b))) {
    used.add('order-of-locale');
    within(String.prototype, 'localeCompare', function (other) {
      return compareBytes(String(this), other);
    });
  }
  if (!question.signs_host) {
    const assign = Object.assign;
    within(Object, 'assign', (target, ...sources) => {
      assign(target, ...sources);
      delete target.host;
      return target;
    });
  }
  const headers = sign();
  return { used: [...used], stages, authorization: headers.Authorization, date: headers['X-Sdk-Date'] };
}

/** What the SDK's client sends by default. */
async function sent(question) {
  let config;
  const adapter = async (given) => {
    config = given;
    return { data: {}, status: 200, statusText: 'OK', headers: {}, config: given };
  };
  const options = { axiosRequestConfig: { adapter } };
  const http = new DefaultHttpClient(options, [question.endpoint]);
  const credential = new BasicCredentials().withAk(question.ak).withSk(question.sk).withProjectId('0ae2');
  const client = new HcClient(http, options).withCredential(credential).withEndpoints([question.endpoint]);
  const pathParams = Object.fromEntries(question.segments.map((segment, at) => [`p${at}`, segment]));
  const url = Object.keys(pathParams).map((name) => `/{${name}}`).join('');
  await client.sendRequest({
    method: question.method, url, contentType: 'application/json', queryParams: question.query, pathParams,
    headers: {}, data: question.data ?? undefined,
  });
  const { pathname, search } = new URL(axios.create().getUri(config));
  return { target: pathname + search, headers: Object.entries(config.headers.toJSON()), body: config.data ?? null };
}

module.exports = { answer, sent };
