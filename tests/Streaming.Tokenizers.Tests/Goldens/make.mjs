// Makes the goldens of this folder with Hugging Face's own library and Google's:
//   npm install tokenizers@0.23.2 sentencepiece-js@1.1.0 && node make.mjs ../../../../shared/models/tokenizers
// Vocabularies are cut down from the ones there; what is tried is what those do not ask: added tokens of every kind, prefix spaces, trimmed offsets, other normalizers and splits.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(path.join(process.cwd(), 'package.json'));
const { Tokenizer } = require('tokenizers');
const { SentencePieceProcessor } = require('sentencepiece-js');
const source = process.argv[2];
const here = path.dirname(new URL(import.meta.url).pathname);

const texts = ['', ' ', 'the old river', ' the  old\n\nriver \r\n', "I'm sure they've said it's o'clock, we'll", "IT'S 'ſ", 'New york, new york', 'a<mask>b  <mask> c', '<tok>   x', 'tokens Tok_1 Tok, Tok',
  'naïve cafe\u0301 café Straße ﬁx', 'İstanbul ΑΣ', '你好,世界 ab你cd', '😀👍🏽 𝕏 𠀀', 'nul\u0000 c1\u0085 zwsp\u200b nbsp\u00a0 ls\u2028 ideo\u3000 bom\ufeff', '1234567 x² ½ Ⅷ', 'ab</s>cd<s> </s>', 'snake_case CamelCase ALLCAPS',
  'x\u0301\u0323 \u0301y 각 \u1100\u1161\u11a8 カ\u3099', '▁a ▁▁b', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'];

const load = name => JSON.parse(fs.readFileSync(path.join(source, name, 'tokenizer.json')));

function shortened(tokenizer, merges) {
  const model = tokenizer.model;
  if (Array.isArray(model.vocab)) {
    model.vocab = model.vocab.slice(0, 260);
    tokenizer.added_tokens = tokenizer.added_tokens.filter(token => token.id < 260);
    return tokenizer;
  }
  const isBasic = token => [...token.replace('</w>', '')].length === 1 || /^<0x..>$/.test(token);
  const tokens = new Set(Object.entries(model.vocab).filter(([token, id]) => isBasic(token) || (model.type !== 'BPE' && id < 400)).map(([token]) => token));
  const made = [];
  for (const [left, right] of model.merges ?? []) {
    if (made.length < merges && tokens.has(left) && tokens.has(right)) {
      made.push([left, right]);
      tokens.add(left + right);
    }
  }
  if (model.merges) model.merges = made;
  const special = tokenizer.added_tokens.map(token => token.content);
  model.vocab = Object.fromEntries([...new Set([...tokens, ...special.filter(token => token in model.vocab)])].map((token, id) => [token, id]));
  tokenizer.added_tokens = tokenizer.added_tokens.map((token, index) => ({ ...token, id: model.vocab[token.content] ?? Object.keys(model.vocab).length + index }));
  const idOf = Object.fromEntries(tokenizer.added_tokens.map(token => [token.content, token.id]));
  const renumber = node => {
    if (!node || typeof node !== 'object') return;
    if (Array.isArray(node.ids) && node.tokens) node.ids = node.tokens.map(token => idOf[token]);
    for (const name of ['sep', 'cls']) if (Array.isArray(node[name])) node[name][1] = idOf[node[name][0]];
    Object.values(node).forEach(renumber);
  };
  renumber(tokenizer.post_processor);
  return tokenizer;
}

function added(tokenizer, content, traits) {
  const size = Math.max(...tokenizer.added_tokens.map(token => token.id), Array.isArray(tokenizer.model.vocab) ? tokenizer.model.vocab.length - 1 : Object.keys(tokenizer.model.vocab).length - 1) + 1;
  tokenizer.added_tokens.push({ id: size, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: false, ...traits });
}

function make(name, from, change) {
  const tokenizer = shortened(load(from), 150);
  added(tokenizer, '<mask>', { lstrip: true, special: true });
  added(tokenizer, '<tok>', { rstrip: true });
  added(tokenizer, 'Tok', { single_word: true });
  change(tokenizer);

  // Versions differ in whether decoding gives a token that normalization changes as it is or normalized.
  if (!JSON.stringify(tokenizer.normalizer).includes('Prepend')) added(tokenizer, 'new york', { normalized: true });
  return golden(name, tokenizer);
}

async function golden(name, definition) {
  const tokenizer = Tokenizer.fromString(JSON.stringify(definition));
  const cases = [];
  for (const text of texts) {
    const encoding = await tokenizer.encode(text, null, { addSpecialTokens: true });
    const plain = await tokenizer.encode(text, null, { addSpecialTokens: false });
    const ids = encoding.getIds();
    cases.push({ text, ids, type_ids: encoding.getTypeIds(), special_tokens_mask: encoding.getSpecialTokensMask(), tokens: encoding.getTokens(), offsets: encoding.getOffsets(),
      ids_without_special: plain.getIds(), decoded: await tokenizer.decode(ids, false), decoded_skip_special: await tokenizer.decode(ids, true) });
  }
  const folder = path.join(here, name);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify(definition));
  fs.writeFileSync(path.join(folder, 'golden.json'), `{"tokenizer":"${name}","cases":[\n${cases.map(one => JSON.stringify(one)).join(',\n')}\n]}\n`);
}

// SentencePiece's files are protobuf: field 1 holds the pieces, 2 the trainer's and 3 the normalizer's settings. The character map (240 kB) is left out.
function shortModel(file, pieces) {
  const bytes = fs.readFileSync(path.join(source, file));
  const kept = [];
  let count = 0;
  const varint = at => { let value = 0, shift = 0; for (;;) { const byte = bytes[at++]; value += (byte & 127) * 2 ** shift; shift += 7; if (byte < 128) return [value, at]; } };
  for (let at = 0; at < bytes.length;) {
    const begin = at;
    const [tag, afterTag] = varint(at);
    const [length, body] = varint(afterTag);
    at = body + length;
    if (tag >> 3 === 1 ? count++ < pieces : tag >> 3 !== 3) kept.push(bytes.subarray(begin, at));
  }
  return Buffer.concat(kept);
}

async function pieces(name, model) {
  const folder = path.join(here, name);
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'pieces.model');
  fs.writeFileSync(file, model);
  const processor = new SentencePieceProcessor();
  await processor.load(file);
  const cases = texts.filter(text => !text.includes('\u0000')).map(text => {
    const ids = [...processor.encodeIds(text)];
    return { text, ids, pieces: processor.encodePieces(text), decoded: processor.decodeIds(ids) };
  });
  fs.writeFileSync(path.join(folder, 'pieces.json'), `[\n${cases.map(one => JSON.stringify(one)).join(',\n')}\n]\n`);
}

await make('bytelevel-prefix', 'bytelevel-gpt2', t => {
  t.pre_tokenizer.add_prefix_space = true;
  t.post_processor = { type: 'RobertaProcessing', sep: ['<|endoftext|>', 0], cls: ['<|endoftext|>', 0], trim_offsets: true, add_prefix_space: true };
});
await make('bytelevel-split', 'bytelevel-llama3', t => {
  t.model.ignore_merges = false;
  t.pre_tokenizer = { type: 'Sequence', pretokenizers: [{ type: 'Punctuation', behavior: 'Contiguous' }, { type: 'Split', pattern: { Regex: '\\p{Lu}?\\p{L}+|\\p{N}{2}' }, behavior: 'MergedWithNext', invert: true },
    { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true }, { type: 'Digits', individual_digits: true }] };
});
await make('metaspace-first', 'metaspace-llama2-new', t => { t.pre_tokenizer.prepend_scheme = 'first'; });
await make('metaspace-prepend', 'metaspace-llama2', t => {
  t.normalizer = { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, { type: 'Replace', pattern: { String: ' ' }, content: '▁' }] };
  t.decoder.decoders.push({ type: 'Strip', content: ' ', start: 1, stop: 0 });
});
await make('unigram-nfkc', 'unigram-xlmr', t => {
  t.normalizer = { type: 'Sequence', normalizers: [{ type: 'Nmt' }, { type: 'NFKC' }, { type: 'Strip', strip_left: true, strip_right: true }, { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }] };
});
await make('wordpiece-legacy', 'wordpiece-bert-uncased', t => {
  const idOf = token => t.added_tokens.find(one => one.content === token).id;
  t.post_processor = { type: 'BertProcessing', sep: ['[SEP]', idOf('[SEP]')], cls: ['[CLS]', idOf('[CLS]')] };
});
await make('clip-words', 'clip-bpe', t => { t.decoder = { type: 'BPEDecoder', suffix: '</w>' }; });
await pieces('sentencepiece-bpe', fs.readFileSync(path.join(source, 'metaspace-llama2/tokenizer.model')));
await pieces('sentencepiece-unigram', shortModel('unigram-xlmr/tokenizer.model', 400));
