/** An attribute's value; `undefined` and `false` leave it out, except that `aria-*` say `false`. */
type Attribute = string | number | boolean | undefined;

type Handlers = { readonly [Type in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Type]) => void };

/** What an element is given besides its children. Everything is set through the DOM, never through markup. */
export interface Props {
  /** Identity among its siblings; without one, the place in the list is the identity. */
  readonly key?: string;
  readonly class?: string;
  readonly on?: Handlers;
  /** CSS properties, set through the CSSOM, which the content security policy allows. */
  readonly style?: Readonly<Record<string, string>>;
  /** Properties of the element, for what an attribute does not reach; `value` is compared with what the reader typed. */
  readonly prop?: Readonly<Record<string, string | null>>;
  readonly attr?: Readonly<Record<string, Attribute>>;
}

interface ElementNode {
  readonly kind: 'element';
  readonly tag: string;
  readonly props: Props;
  readonly children: readonly Placed[];
}
interface TextNode {
  readonly kind: 'text';
  readonly text: string;
}
interface MemoNode {
  readonly kind: 'memo';
  readonly key: string;
  readonly deps: readonly unknown[];
  readonly render: () => View;
}

/** An element that something else made, as a plotting library does. */
interface MadeNode {
  readonly kind: 'made';
  readonly dom: Element;
}

/** One element to show. */
export type View = ElementNode | MemoNode | MadeNode;
/** What may stand among children; `false`, `null` and `undefined` keep their place and show nothing. */
export type Child = View | string | number | false | null | undefined | readonly Child[];

interface Placed {
  readonly key: string;
  readonly node: ElementNode | TextNode | MemoNode | MadeNode;
}

/** Describes an element. Strings among the children become text nodes, so untrusted text stays text. */
export function h(tag: string, props: Props = {}, ...children: readonly Child[]): View {
  return { kind: 'element', tag, props, children: place(children, '#') };
}

/** A part that is described again only when one of `deps` is another value than last time. */
export function memo(key: string, deps: readonly unknown[], render: () => View): View {
  return { kind: 'memo', key, deps, render };
}

/** Shows an element that was made elsewhere; what is in it is left alone. */
export const made = (dom: Element): View => ({ kind: 'made', dom });

function place(children: readonly Child[], prefix: string): readonly Placed[] {
  const placed: Placed[] = [];
  children.forEach((child, index) => {
    const key = `${prefix}${index}`;
    if (child === null || child === undefined || child === false || child === '') return;
    if (typeof child === 'string' || typeof child === 'number')
      placed.push({ key, node: { kind: 'text', text: String(child) } });
    else if (isList(child)) placed.push(...place(child, `${key}.`));
    else placed.push({ key: ownKey(child) ?? key, node: child });
  });
  return placed;
}

function ownKey(child: View): string | undefined {
  if (child.kind === 'made') return undefined;
  return child.kind === 'memo' ? child.key : child.props.key;
}

const isList = (child: View | readonly Child[]): child is readonly Child[] => Array.isArray(child);

/** What stands in the document for a description. */
interface Mounted {
  readonly key: string;
  readonly dom: Element | Text;
  /** The described element; of a memo, what it described. */
  shown: ElementNode | TextNode | MadeNode;
  deps: readonly unknown[] | undefined;
}

const mountedIn = new WeakMap<Element, readonly Mounted[]>();
const handlersOf = new WeakMap<Element, Handlers>();
const listenedOn = new WeakMap<Element, Set<string>>();
const svgTags = new Set(['svg', 'g', 'path', 'circle', 'rect', 'line', 'text']);

/**
 * Makes the children of `parent` what `children` describe, changing only what differs: elements keep their identity by key, so
 * focus, selection and scroll positions of what stays are kept.
 */
export function render(parent: Element, ...children: readonly Child[]): void {
  reconcile(parent, place(children, '#'));
}

function reconcile(parent: Element, wanted: readonly Placed[]): void {
  const before = mountedIn.get(parent) ?? [];
  const byKey = new Map(before.map((mounted) => [mounted.key, mounted]));
  const after = wanted.map(({ key, node }) => {
    const old = byKey.get(key);
    byKey.delete(key);
    return old && update(old, node) ? old : create(key, node);
  });
  const kept = new Set(after);
  for (const old of before) if (!kept.has(old)) old.dom.remove();
  let next: ChildNode | null = parent.firstChild;
  for (const { dom } of after) {
    if (dom === next) next = next.nextSibling;
    else parent.insertBefore(dom, next);
  }
  mountedIn.set(parent, after);
}

function create(key: string, node: Placed['node']): Mounted {
  const [shown, deps] = node.kind === 'memo' ? [described(node), node.deps] : [node, undefined];
  if (shown.kind === 'text') return { key, dom: document.createTextNode(shown.text), shown, deps };
  if (shown.kind === 'made') return { key, dom: shown.dom, shown, deps };
  const dom = svgTags.has(shown.tag)
    ? document.createElementNS('http://www.w3.org/2000/svg', shown.tag)
    : document.createElement(shown.tag);
  setProps(dom, {}, shown.props);
  reconcile(dom, shown.children);
  return { key, dom, shown, deps };
}

/** False when the old node cannot become the new one. */
function update(old: Mounted, node: Placed['node']): boolean {
  if (node.kind === 'memo' && old.deps && same(old.deps, node.deps)) return true;
  const shown = node.kind === 'memo' ? described(node) : node;
  const before = old.shown;
  if (shown.kind === 'text') {
    if (before.kind !== 'text') return false;
    if (before.text !== shown.text) old.dom.textContent = shown.text;
  } else if (shown.kind === 'made') {
    if (shown.dom !== old.dom) return false;
  } else {
    if (before.kind !== 'element' || before.tag !== shown.tag || !(old.dom instanceof Element)) return false;
    setProps(old.dom, before.props, shown.props);
    reconcile(old.dom, shown.children);
  }
  old.shown = shown;
  old.deps = node.kind === 'memo' ? node.deps : undefined;
  return true;
}

function described(node: MemoNode): ElementNode | MadeNode {
  const view = node.render();
  return view.kind === 'memo' ? described(view) : view;
}

const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, index) => Object.is(value, b[index]));

function setProps(dom: Element, before: Props, after: Props): void {
  if (before.class !== after.class) setAttribute(dom, 'class', after.class);
  const names = new Set([...Object.keys(before.attr ?? {}), ...Object.keys(after.attr ?? {})]);
  for (const name of names) if (before.attr?.[name] !== after.attr?.[name]) setAttribute(dom, name, after.attr?.[name]);
  if (dom instanceof HTMLElement) setStyle(dom.style, before.style ?? {}, after.style ?? {});
  for (const [name, value] of Object.entries(after.prop ?? {}))
    if (Reflect.get(dom, name) !== value) Reflect.set(dom, name, value);
  listen(dom, after.on ?? {});
}

function setAttribute(dom: Element, name: string, value: Attribute): void {
  if (value === undefined || (value === false && !name.startsWith('aria-'))) dom.removeAttribute(name);
  else dom.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : String(value));
}

function setStyle(
  style: CSSStyleDeclaration,
  before: NonNullable<Props['style']>,
  after: NonNullable<Props['style']>,
): void {
  for (const name of Object.keys(before)) if (after[name] === undefined) style.removeProperty(name);
  for (const [name, value] of Object.entries(after)) if (before[name] !== value) style.setProperty(name, value);
}

/** One listener per element and type for good; what it calls changes, so that a patch never loses an event. */
function listen(dom: Element, handlers: Handlers): void {
  handlersOf.set(dom, handlers);
  let types = listenedOn.get(dom);
  for (const type of Object.keys(handlers)) {
    types ??= new Set();
    if (types.has(type)) continue;
    types.add(type);
    dom.addEventListener(type, dispatch);
  }
  if (types) listenedOn.set(dom, types);
}

function dispatch(event: Event): void {
  if (!(event.currentTarget instanceof Element)) return;
  const handlers: Readonly<Record<string, unknown>> | undefined = handlersOf.get(event.currentTarget);
  const handler = handlers?.[event.type];
  if (typeof handler === 'function') (handler as (event: Event) => void)(event);
}
