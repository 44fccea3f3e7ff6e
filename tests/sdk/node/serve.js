'use strict';
// Answers questions on standard input, one JSON line each: `module` says who answers.
const readline = require('readline');

const modules = { huawei: require('./huawei'), baidu: require('./baidu'), samples: require('./samples'),
  tencent: require('./tencent'), url: require('./url') };

async function reply(line) {
  let answer;
  try {
    const question = JSON.parse(line);
    const { answer: asked, sent } = modules[question.module];
    answer = question.default ? await sent(question) : asked(question);
  } catch (error) {
    answer = { failed: String(error && error.stack) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}

// One after the other, so that answers stay in order.
let last = Promise.resolve();
readline.createInterface({ input: process.stdin, crlfDelay: Infinity, terminal: false }).on('line', (line) => {
  last = last.then(() => reply(line));
});
