// The reports that the tests look at: the sample, and what is made of it.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROWS = 100_000;
const ACCOUNTS = 200;
const QUESTIONS = 33;
const [sample, folder] = process.argv.slice(2);
const read = () => JSON.parse(readFileSync(sample, "utf8"));
const write = (name, report) => writeFileSync(join(folder, `${name}.json`), JSON.stringify(report));

// The digest that a row should have: see `sha256` in the schema of report.json.
const MEMBERS = [
  "account", "region", "resourceType", "resourceId", "compliance", "basis",
  "annotation", "observed", "captured", "ruleName", "ruleVersion",
];
const sealed = (row) => {
  const digest = createHash("sha256");
  for (const member of MEMBERS) {
    const text = Buffer.from(row[member] ?? "");
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(text.length));
    digest.update(length).update(text);
  }
  return { ...row, sha256: digest.digest("hex") };
};

write("sample", read());

// One question with 100,000 rows: the first, many times.
const large = read();
const question = large.answers[0];
const [row] = question.evidence;
question.evidence = Array.from({ length: ROWS }, (_, index) => sealed({ ...row, resourceId: `sg-${index}` }));
for (const it of [question, ...question.accounts]) {
  it.counts.nonCompliant = ROWS;
  it.counts.compliant = 0;
}
write("large", large);

// 33 questions in 200 accounts, with an answer of each kind in them.
const organization = read();
const accounts = Array.from({ length: ACCOUNTS }, (_, index) => String(111122220000 + index));
organization.source.accounts = accounts;
const answers = organization.answers;
organization.answers = Array.from({ length: QUESTIONS }, (_, index) => {
  const answer = answers[index % answers.length];
  const counts = answer.counts;
  const others = accounts.map((account, position) => ({ account, answer: answers[(index + position) % answers.length].answer, counts }));
  const evidence = accounts.flatMap((account) => answer.evidence.map((it) => sealed({ ...it, account })));
  return { ...answer, number: index + 1, control: `aws-core-${index + 1}`, accounts: others, evidence };
});
write("organization", organization);
