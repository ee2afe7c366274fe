import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';
import { isOpen, type Proposal } from '../../engine/write/proposal.js';
import { decidedAlready } from '../../engine/write/proposals.js';
import { blockAt, choiceOf, nextBlock, smallestEdit, without, type Block } from './blocks.js';
import { run } from '../commands/commands.js';
import { offer } from '../skills/confirm.js';
import type { Decider } from './decider.js';
import { closeDiff, goTo, openAlso, openDiff } from './diffTabs.js';
import type { Drafts } from './drafts.js';
import { askReason } from './reject.js';
import { chosenText, documentOf, editorOf, sessionOf, type Session } from './session.js';
import type { WhyThreads } from './why.js';
import { isWhole } from './words.js';

/**
 * Reviews in the diff editor. The right side is what would be written: rejecting an edit takes it off the right side (as the diff's own
 * revert arrow does, and Undo brings it back), accepting marks it. When every edit that is left is accepted, they are applied.
 */
export class Reviews {
  constructor(
    private readonly decider: Decider,
    private readonly drafts: Drafts,
    private readonly why: WhyThreads,
    /** Called when the person opens a review. */
    private readonly opened: () => Promise<void>,
  ) {}

  /** @throws {HumanError} when there is no such proposal */
  async open(id: string, preserveFocus = false): Promise<void> {
    const { proposal } = await this.decider.get(id);
    await openDiff(proposal, preserveFocus);
    const session = sessionOf(proposal, this.drafts);
    const [first] = session.blocks;
    if (first) goTo(session.uri, first);
    if (isOpen(proposal)) await this.opened();
  }

  /** Shows the change of a further skill of a proposal. @throws {HumanError} when there is none */
  async openAlso(id: string, skill: string): Promise<void> {
    const { proposal } = await this.decider.get(id);
    if (!proposal.also?.some((one) => one.skill === skill))
      throw new HumanError(text('Proposal {0} does not change “{1}”.', id, skill));
    await openAlso(proposal, skill);
  }

  /** Shows the evidence for an edit at its line, or takes it away again. */
  async showWhy(id: string, key: string | undefined): Promise<void> {
    const { folder } = await this.decider.get(id);
    const session = await this.session(id);
    const block = this.chosen(session, key);
    if (block) this.why.toggle(session, block, await folder.engine.runs());
  }

  /** The text that would be written now; undefined while it is as proposed. */
  async changedText(id: string): Promise<string | undefined> {
    const session = await this.pending(id);
    const chosen = chosenText(session);
    return chosen === session.proposal.after ? undefined : chosen;
  }

  /** Undefined for a diff that is still open when its proposal is gone, and in a workspace that is not trusted. */
  async find(id: string): Promise<Session | undefined> {
    if (!vscode.workspace.isTrusted) return undefined;
    const found = await this.decider.find(id);
    return found && sessionOf(found.proposal, this.drafts);
  }

  /** @throws {HumanError} when there is no such proposal */
  async session(id: string): Promise<Session> {
    return sessionOf((await this.decider.get(id)).proposal, this.drafts);
  }

  /** Marks an edit as accepted, or takes the mark back. */
  async toggle(id: string, key: string | undefined): Promise<void> {
    const session = await this.pending(id);
    const block = this.chosen(session, key);
    if (!block) return;
    const accepted = new Set(session.accepted);
    if (!accepted.delete(block.key)) accepted.add(block.key);
    await this.drafts.setAccepted(id, [...accepted]);
    if (accepted.has(block.key)) await this.goOn({ ...session, accepted }, block);
  }

  /** Takes an edit off the right side. */
  async rejectEdit(id: string, key: string | undefined): Promise<void> {
    const session = await this.pending(id);
    const block = this.chosen(session, key);
    if (!block) return;
    if (session.blocks.length === 1) return this.reject(id);
    if (isWhole(session.proposal)) throw new HumanError(onlyWhole);
    await replace(session, without(session.proposal.before, session.now, block.key));
    await this.goOn(await this.session(id), block);
  }

  /** Writes the accepted edits. @throws {HumanError} when none is accepted */
  async applyAccepted(id: string): Promise<void> {
    const session = await this.pending(id);
    if (session.accepted.size === 0) throw new HumanError(text('No edit is accepted yet.'));
    await this.write(session, session.accepted);
  }

  /** Writes everything on the right side. */
  async acceptAll(id: string): Promise<void> {
    await this.write(await this.pending(id), undefined);
  }

  /** @param given the reason, where the person has said it already */
  async reject(id: string, given?: string): Promise<void> {
    const { proposal } = await this.pending(id);
    const reason = given ?? (await askReason(proposal.skill));
    if (reason === undefined) return;
    await this.decider.reject(id, reason === '' ? undefined : reason);
    await this.finish(proposal);
    vscode.window.setStatusBarMessage(vscode.l10n.t('The proposal for {0} is rejected.', proposal.skill), 5000);
  }

  /** Moves the cursor to another edit. */
  async move(id: string, forward: boolean): Promise<void> {
    const { uri, blocks } = await this.session(id);
    const block = nextBlock(blocks, editorOf(uri)?.selection.active.line ?? -1, forward);
    if (block) goTo(uri, block);
  }

  /** Closes the diff of a proposal that was decided somewhere else. */
  async decided(id: string): Promise<void> {
    const found = await this.decider.find(id);
    if (!found || isOpen(found.proposal)) return;
    this.why.close(id);
    await closeDiff(found.proposal, false);
    // The person's text of a stale proposal could not be written; it is kept for Show Conflict.
    if (found.proposal.state === 'stale') return;
    if (!documentOf(sessionOf(found.proposal, this.drafts).uri)?.isDirty) await this.drafts.clear(id);
  }

  private async write(session: Session, keys: ReadonlySet<string> | undefined): Promise<void> {
    const { proposal } = session;
    const choice = choiceOf(proposal, session.now, keys);
    if (isWhole(proposal) && (choice.kind === 'text' || choice.hunks.length < proposal.hunks.length))
      throw new HumanError(onlyWhole);
    // Saved first, so that the person's text is kept whatever comes of the decision.
    const document = documentOf(session.uri);
    if (document?.isDirty) await document.save();
    const applied =
      choice.kind === 'text'
        ? await this.decider.acceptText(proposal.id, choice.text)
        : await this.decider.accept(
            proposal.id,
            choice.hunks.length === proposal.hunks.length ? undefined : choice.hunks,
          );
    await this.finish(applied);
    const done =
      proposal.operation === 'create'
        ? vscode.l10n.t('The skill {0} was added.', proposal.skill)
        : vscode.l10n.t('{0} has a new version.', proposal.skill);
    offer(done, { [vscode.l10n.t('Undo')]: () => run('memento.undoAccept', { proposal: proposal.id }) });
  }

  private async finish(proposal: Proposal): Promise<void> {
    this.why.close(proposal.id);
    await closeDiff(proposal, true);
    await this.drafts.clear(proposal.id);
  }

  /** Applies when nothing is left to decide, else moves on to the next undecided edit. */
  private async goOn(session: Session, from: Block): Promise<void> {
    const open = session.blocks.filter(({ key }) => !session.accepted.has(key));
    if (open.length === 0) return this.write(session, undefined);
    const next = nextBlock(open, from.start - 1, true);
    if (next) goTo(session.uri, next);
  }

  /** @throws {HumanError} when the proposal is decided already */
  private async pending(id: string): Promise<Session> {
    const session = await this.session(id);
    if (!isOpen(session.proposal)) throw new HumanError(decidedAlready(session.proposal));
    return session;
  }

  /** The edit meant: by key, or at the cursor. Away from every edit the cursor is moved to the next one and nothing is decided unseen. */
  private chosen({ blocks, uri }: Session, key: string | undefined): Block | undefined {
    if (key !== undefined) return blocks.find((block) => block.key === key);
    const editor = editorOf(uri);
    if (!editor) return undefined;
    const { line } = editor.selection.active;
    const at = blockAt(blocks, line, editor.document.lineCount);
    if (at) return at;
    const next = nextBlock(blocks, line, true);
    if (next) goTo(uri, next);
    return undefined;
  }
}

const onlyWhole = text('Several skills change together. Accept or reject the proposal as a whole.');

/** Changes the right side in its editor, so that Undo works, and saves it. */
async function replace({ uri }: Session, to: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const { start, end, text: inserted } = smallestEdit(document.getText(), to);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), inserted);
  await vscode.workspace.applyEdit(edit);
  await document.save();
}
