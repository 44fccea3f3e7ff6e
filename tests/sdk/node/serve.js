'use strict';
// Answers questions on standard input, one JSON line each: `module` says who answers.
const readline = require('readline');

const modules = { huawei: require('./huawei'), baidu: require('./baidu'), samples: require('./samples'),
  tencent: require('./tencent'), url: require('./url') };

readline.createInterface({ input: process.stdin, crlfDelay: Infinity, terminal: false }).on('line', (line) => {
  let answer;
  try {
    const question = JSON.parse(line);
    answer = modules[question.module].answer(question);
  } catch (error) {
    answer = { failed: String(error && error.stack) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
});
