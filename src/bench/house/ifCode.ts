/** For `catch`: takes a value in place of a file-system error with this code; any other error goes on. */
export const ifCode =
  <Value>(code: string, value: Value) =>
  (error: unknown): Value => {
    if (error instanceof Error && 'code' in error && error.code === code) return value;
    throw error;
  };
