import { HumanError } from '../errors.js';
import { text, type Text } from '../text.js';

/** What the person (or the model) reads for an error code of the file system; `name` is the path as they know it. */
const sentences: Readonly<Record<string, (name: string) => Text>> = {
  ENOENT: (name) => text('“{0}” does not exist.', name),
  EACCES: (name) => text('There is no permission to use “{0}”.', name),
  EPERM: (name) => text('There is no permission to use “{0}”.', name),
  EISDIR: (name) => text('“{0}” is a folder, not a file.', name),
  ENOTDIR: (name) => text('“{0}” is not a folder, or lies below a file or a symbolic link.', name),
  ELOOP: (name) => text('“{0}” leads through a symbolic link.', name),
  ENAMETOOLONG: (name) => text('The name “{0}” is too long.', name),
  EINVAL: (name) => text('“{0}” is not a usable name.', name),
  ENOSPC: (name) => text('The disk is full: “{0}” was not written.', name),
  EDQUOT: (name) => text('The disk is full: “{0}” was not written.', name),
  EFBIG: (name) => text('“{0}” is too large for this disk.', name),
  EROFS: (name) => text('“{0}” lies on a read-only disk.', name),
  EEXIST: (name) => text('“{0}” exists already.', name),
  ENOTEMPTY: (name) => text('The folder “{0}” is not empty.', name),
  EXDEV: (name) => text('“{0}” lies on another disk than what belongs with it.', name),
  EMLINK: (name) => text('This disk allows no more links to “{0}”.', name),
  ENODEV: (name) => text('The disk with “{0}” is not there any more.', name),
  ESTALE: (name) => text('The network drive with “{0}” has changed. Open the folder again.', name),
  ETIMEDOUT: (name) => text('The drive with “{0}” does not answer.', name),
  EHOSTDOWN: (name) => text('The drive with “{0}” does not answer.', name),
  EAGAIN: (name) => text('“{0}” is in use by another program.', name),
  ENOLCK: (name) => text('The drive with “{0}” allows no locks.', name),
  ENOTSUP: (name) => text('The drive with “{0}” cannot do what is needed.', name),
  EOPNOTSUPP: (name) => text('The drive with “{0}” cannot do what is needed.', name),
  ENOSYS: (name) => text('The drive with “{0}” cannot do what is needed.', name),
  ENOMEM: (name) => text('There is not enough memory to use “{0}”.', name),
  EOVERFLOW: (name) => text('“{0}” is too large for this system.', name),
  EBUSY: (name) => text('“{0}” is in use by another program.', name),
  ETXTBSY: (name) => text('“{0}” is in use by another program.', name),
  ENXIO: (name) => text('“{0}” is not a regular file.', name),
  EIO: (name) => text('The disk reports an error for “{0}”.', name),
  EMFILE: (name) => text('Too many files are open to use “{0}”.', name),
  ENFILE: (name) => text('Too many files are open to use “{0}”.', name),
};

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** The {@link HumanError} for an error of the file system; any other error is returned as it is, to be thrown on. */
export function fileProblem(error: unknown, name: string): unknown {
  if (error instanceof HumanError) return error;
  const sentence = sentences[codeOf(error) ?? ''];
  return sentence ? new HumanError(sentence(name), undefined, { cause: error }) : error;
}

/** Runs `use` and turns errors of the file system into sentences about `name`. */
export async function explained<T>(name: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    throw fileProblem(error, name);
  }
}
