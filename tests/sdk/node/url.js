'use strict';

/** The host that a URL parser of a browser sends for a URL; `null` where it refuses it. */
function answer({ url }) {
  return { host: URL.canParse(url) ? new URL(url).host : null };
}

module.exports = { answer };
