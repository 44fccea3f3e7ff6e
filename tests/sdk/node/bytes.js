'use strict';
// Text as Python's `surrogateescape` carries it: a byte that is not UTF-8 is U+DC80 to U+DCFF.

/** The bytes of such a text. */
function toBytes(text) {
  const parts = [];
  for (const letter of text) {
    const code = letter.codePointAt(0);
    parts.push(code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(letter, 'utf8'));
  }
  return Buffer.concat(parts);
}

/** Whether a text can only be written as bytes. */
const isNotUtf8 = (text) => /[\udc80-\udcff]/u.test(text);

/** RFC 3986 with the unreserved letters kept. */
function encode(text) {
  return Array.from(toBytes(text), (byte) => {
    const letter = String.fromCharCode(byte);
    return /[A-Za-z0-9._~-]/.test(letter) ? letter : '%' + byte.toString(16).toUpperCase().padStart(2, '0');
  }).join('');
}

const compareBytes = (a, b) => Buffer.compare(toBytes(a), toBytes(b));

/** Runs `then` with `object[name]` replaced. */
function patched(object, name, replacement, then) {
  const original = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { ...original, value: replacement });
  try {
    return then();
  } finally {
    Object.defineProperty(object, name, original);
  }
}

module.exports = { toBytes, isNotUtf8, encode, compareBytes, patched };
