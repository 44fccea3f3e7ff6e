'use strict';
// Tencent's SDK for TC3: a hash that it calls lets its canonical request be read, and completed where a
// request has what the SDK does not.
const crypto = require('crypto');
const createHash = crypto.createHash;
const createHmac = crypto.createHmac;
let hooks = null;
// Before the SDK is loaded, which takes copies of both.
crypto.createHash = (name) => (hooks ? hooks.hash(createHash(name)) : createHash(name));
crypto.createHmac = (name, key) => (hooks ? hooks.mac(createHmac(name, key)) : createHmac(name, key));
const { default: Sign } = require('tencentcloud-sdk-nodejs-common/tencentcloud/common/sign');

function answer(question) {
  const used = new Set();
  const stages = {};
  const body = Buffer.from(question.body, 'base64');
  let hashes = 0;
  const updating = (inner, change) => ({
    update(text) {
      inner.update(change(text));
      return this;
    },
    digest: (...form) => inner.digest(...form),
  });
  hooks = {
    hash: (inner) => updating(inner, (text) => {
      hashes += 1;
      if (hashes === 1) return question.unsigned ? 'UNSIGNED-PAYLOAD' : body;
      const digest = text.slice(text.lastIndexOf('\n') + 1);
      const ruled = question.ruled.slice(0, question.ruled.lastIndexOf('\n') + 1) + digest;
      const twoHeaders = `content-type:${question.content_type}\nhost:${question.host}\n\ncontent-type;host\n${digest}`;
      const own = text.slice(text.indexOf('content-type:'));
      if (own !== twoHeaders || !ruled.startsWith(text.slice(0, text.indexOf('content-type:')))) used.add('url-parser');
      stages.canonical_request = ruled;
      return ruled;
    }),
    mac: (inner) => updating(inner, (text) => {
      if (text.startsWith('TC3-HMAC-SHA256\n')) stages.string_to_sign = text;
      return text;
    }),
  };
  try {
    const authorization = Sign.sign3({
      method: question.method === 'GET' ? 'GET' : 'POST', url: question.url, payload: body,
      timestamp: question.time, service: question.service, secretId: question.id, secretKey: question.key,
      headers: { 'Content-Type': question.content_type },
    });
    return { used: [...used], stages, authorization };
  } finally {
    hooks = null;
  }
}

module.exports = { answer };
