import assert from 'node:assert/strict';
import type { RunEvent } from '../../../src/engine/events.js';
import { joinDeltas, Outbox } from '../../../src/host/panel/outbox.js';
import type { ToPanel } from '../../../src/protocol.js';

let seq = 0;
const delta = (text: string, step = 1, run = 'r'): RunEvent => ({
  type: 'step.delta',
  step,
  text,
  run,
  seq: ++seq,
  at: seq,
});
const output = (call: string, text: string): RunEvent => ({
  type: 'tool.delta',
  call,
  text,
  run: 'r',
  seq: ++seq,
  at: seq,
});
const started = (): RunEvent => ({ type: 'step.started', step: 2, run: 'r', seq: ++seq, at: seq });
const words = (events: readonly RunEvent[]): string[] =>
  events.map((event) => (event.type.endsWith('.delta') && 'text' in event ? (event.text as string) : event.type));

describe('pieces of text on their way to the panel', () => {
  it('join when they follow each other', () => {
    assert.deepEqual(words(joinDeltas([delta('a'), delta('b'), started(), delta('c'), delta('d')])), [
      'ab',
      'step.started',
      'cd',
    ]);
  });

  it('stay apart between steps, calls and runs', () => {
    assert.deepEqual(words(joinDeltas([delta('a', 1), delta('b', 2)])), ['a', 'b']);
    assert.deepEqual(words(joinDeltas([delta('a', 1, 'r'), delta('b', 1, 's')])), ['a', 'b']);
    assert.deepEqual(words(joinDeltas([output('x', 'a'), output('x', 'b'), output('y', 'c')])), ['ab', 'c']);
  });

  it('carry the number of the last piece, so that none looks lost', () => {
    const [first, last] = [delta('a'), delta('b')];
    assert.equal(joinDeltas([first, last])[0]?.seq, last.seq);
  });
});

describe('the outbox of the panel', () => {
  const open = (): { outbox: Outbox; sent: ToPanel[] } => {
    const sent: ToPanel[] = [];
    const outbox = new Outbox((message) => sent.push(message));
    return { outbox, sent };
  };

  it('sends nothing to a page that is not there', () => {
    const { outbox, sent } = open();
    outbox.send({ type: 'runs', runs: [] });
    outbox.event(started());
    outbox.open();
    outbox.close();
    outbox.send({ type: 'runs', runs: [] });
    assert.deepEqual(sent, []);
  });

  it('sends waiting events before a later message', () => {
    const { outbox, sent } = open();
    outbox.open();
    outbox.event(delta('a'));
    outbox.event(delta('b'));
    outbox.send({ type: 'runs', runs: [] });
    assert.deepEqual(
      sent.map(({ type }) => type),
      ['events', 'runs'],
    );
    outbox.close();
  });

  it('sends many events as one message', async () => {
    const { outbox, sent } = open();
    outbox.open();
    for (let index = 0; index < 50; index++) outbox.event(started());
    while (sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(sent.length, 1);
    assert.equal(sent[0]?.type === 'events' && sent[0].events.length, 50);
    outbox.close();
  });

  it('forgets what waited when the page goes', () => {
    const { outbox, sent } = open();
    outbox.open();
    outbox.event(started());
    outbox.close();
    outbox.open();
    outbox.send({ type: 'runs', runs: [] });
    assert.deepEqual(
      sent.map(({ type }) => type),
      ['runs'],
    );
    outbox.close();
  });
});
