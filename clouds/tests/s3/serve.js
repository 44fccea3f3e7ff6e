// Serves a bucket from a folder, and prints the address.
const S3rver = require('@20minutes/s3rver');

const [directory] = process.argv.slice(2);
new S3rver({ directory, port: 0, silent: true, configureBuckets: [{ name: 'bucket' }] })
    .run()
    .then(({ address, port }) => console.log(`${address}:${port}`));
