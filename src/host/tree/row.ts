import * as vscode from 'vscode';

export const row = (
  id: string,
  label: string | vscode.TreeItemLabel,
  fold: vscode.TreeItemCollapsibleState,
  more: Partial<Omit<vscode.TreeItem, 'id' | 'label'>>,
): vscode.TreeItem => Object.assign(new vscode.TreeItem(label, fold), { id }, more);

/** What a screen reader says of a row. */
export const spoken = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ');
