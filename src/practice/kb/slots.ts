/** One way to settle a convention: the sentence that states it, and how it is recognised in anybody's wording. */
export interface Rule {
  readonly says: string;
  readonly hears: RegExp;
}

const rule = (says: string, hears: RegExp): Rule => ({ says, hears });

/**
 * Every convention a house can have, with its options; the first option is what common sense would assume. This is vocabulary,
 * not knowledge: which option holds in which house is drawn elsewhere and reaches the model only through skills and feedback.
 */
export const slots = {
  /** What a stored number counts. */
  scale: {
    units: rule('Stored numbers are whole units; use them as they are.', /whole units/i),
    cents: rule('Stored numbers are hundredths: divide by 100.', /divide by 100\b/i),
    mils: rule('Stored numbers are mils: divide by 1000.', /divide by 1000\b/i),
    dozens: rule('Stored numbers are dozens: multiply by 12.', /multiply by 12\b/i),
  },
  /** How a result gets its two decimals. */
  round: {
    up: rule('Round half up to 2 decimals.', /round half up/i),
    even: rule('Round half to even at 2 decimals.', /round half to even/i),
    trunc: rule('Truncate to 2 decimals, never round.', /truncate to 2/i),
    ceil: rule('Round upwards (ceiling) to 2 decimals.', /ceiling/i),
  },
  /** Which flagged rows are left out. */
  skipflag: {
    none: rule('Keep every row whatever its flag.', /keep every row/i),
    V: rule('Leave out rows flagged V.', /rows flagged V\b/),
    T: rule('Leave out rows flagged T.', /rows flagged T\b/),
    H: rule('Leave out rows flagged H.', /rows flagged H\b/),
  },
  /** What parentheses around a number mean. */
  paren: {
    pos: rule('A number in parentheses is an ordinary positive number.', /parentheses is an ordinary positive/i),
    neg: rule('A number in parentheses is negative.', /parentheses is negative/i),
    skip: rule('Ignore numbers in parentheses.', /ignore numbers in parentheses/i),
  },
  /** Which reading stands for "no reading". */
  missing: {
    none: rule('There is no code for a missing reading.', /no code for a missing/i),
    n999: rule('The reading -999 means missing: drop it.', /-999 means missing/i),
    zero: rule('The reading 0 means missing: drop it.', /reading 0 means missing/i),
    p9999: rule('The reading 9999 means missing: drop it.', /reading 9999 means missing/i),
  },
  /** What "typical" means. */
  agg: {
    mean: rule('"Typical" means the arithmetic mean.', /means the arithmetic mean/i),
    median: rule('"Typical" means the median.', /means the median/i),
    trim: rule('"Typical" means the mean after dropping the smallest and the largest.', /after dropping the smallest/i),
  },
  /** What to add to a stamp. */
  tz: {
    z0: rule('Stamps are already local time.', /already local time/i),
    p2: rule('Add 2 hours to every stamp to get local time.', /add 2 hours/i),
    m5: rule('Subtract 5 hours from every stamp to get local time.', /subtract 5 hours/i),
    p9: rule('Add 9 hours to every stamp to get local time.', /add 9 hours/i),
  },
  /** When a day begins. */
  daystart: {
    d0: rule('A day starts at midnight.', /starts at midnight/i),
    d6: rule('A day starts at 06:00; earlier belongs to the day before.', /starts at 06:00/i),
    d4: rule('A day starts at 04:00; earlier belongs to the day before.', /starts at 04:00/i),
  },
  /** What a break costs. */
  brk: {
    none: rule('No break is deducted.', /no break is deducted/i),
    b30: rule('Deduct 30 minutes from a shift longer than 6 hours.', /deduct 30 minutes/i),
    b45: rule('Deduct 45 minutes from every shift.', /deduct 45 minutes/i),
    b60: rule('Deduct 60 minutes from a shift longer than 8 hours.', /deduct 60 minutes/i),
  },
  /** How a duration is written. */
  durfmt: {
    dec: rule('Write durations as decimal hours with 2 decimals.', /as decimal hours/i),
    hm: rule('Write durations as H:MM.', /as H:MM/),
    min: rule('Write durations as whole minutes.', /as whole minutes/i),
  },
  /** How a date is written. */
  datefmt: {
    iso: rule('Write dates as YYYY-MM-DD.', /dates as YYYY-MM-DD/),
    dmy: rule('Write dates as DD/MM/YYYY.', /dates as DD\/MM\/YYYY/),
    mdy: rule('Write dates as MM-DD-YYYY.', /dates as MM-DD-YYYY/),
    cmp: rule('Write dates as YYYYMMDD.', /dates as YYYYMMDD/),
  },
  /** Which days are working days. */
  workweek: {
    mf: rule('The working week is Monday to Friday.', /monday to friday/i),
    st: rule('The working week is Sunday to Thursday.', /sunday to thursday/i),
    ms: rule('The working week is Monday to Saturday.', /monday to saturday/i),
    ts: rule('The working week is Tuesday to Saturday.', /tuesday to saturday/i),
  },
  /** Which ends of an interval count. */
  incl: {
    ex: rule('Do not count the first day of an interval.', /do not count the first day/i),
    both: rule('Count both end days of an interval.', /count both end days/i),
    neither: rule('Count neither end day of an interval.', /count neither end day/i),
  },
  /** When a week begins. */
  weekstart: {
    mon: rule('A week starts on Monday.', /week starts on monday/i),
    sun: rule('A week starts on Sunday.', /week starts on sunday/i),
    sat: rule('A week starts on Saturday.', /week starts on saturday/i),
    wed: rule('A week starts on Wednesday.', /week starts on wednesday/i),
  },
  /** In which base a tag is written. */
  base: {
    b10: rule('Tags are written in base 10.', /base 10\b/),
    b16: rule('Tags are written in base 16, upper case.', /base 16\b/),
    b36: rule('Tags are written in base 36, upper case.', /base 36\b/),
    b8: rule('Tags are written in base 8.', /base 8\b/),
  },
  /** To how many digits a tag is padded. */
  pad: {
    p0: rule('Tags are not padded.', /not padded/i),
    p6: rule('Pad the digits with zeros to 6.', /zeros to 6\b/),
    p8: rule('Pad the digits with zeros to 8.', /zeros to 8\b/),
  },
  /** Which check digit a tag carries. */
  check: {
    none: rule('Tags carry no check digit.', /no check digit/i),
    m7: rule('Append a check digit: the number modulo 7.', /modulo 7\b/),
    m9: rule('Append a check digit: the number modulo 9.', /modulo 9\b/),
    m5: rule('Append a check digit: the number modulo 5.', /modulo 5\b/),
  },
  /** What a tag begins with. */
  prefix: {
    none: rule('Tags have no prefix.', /have no prefix/i),
    N: rule('Tags start with N-.', /start with N-/),
    QX: rule('Tags start with QX.', /start with QX/),
  },
  /** How words are joined. */
  case: {
    kebab: rule('Join words with hyphens in lower case.', /hyphens in lower/i),
    snake: rule('Join words with underscores in lower case.', /underscores in lower/i),
    usnake: rule('Join words with underscores in upper case.', /underscores in upper/i),
    dots: rule('Join words with dots in lower case.', /dots in lower/i),
  },
  /** Whether small words stay. */
  stop: {
    keep: rule('Keep small words such as the, of, a.', /keep small words/i),
    drop: rule('Drop small words such as the, of, a.', /drop small words/i),
  },
  /** How long a name may be. */
  maxlen: {
    inf: rule('Names have no length limit.', /no length limit/i),
    m16: rule('Cut names to 16 characters.', /to 16 characters/),
    m12: rule('Cut names to 12 characters.', /to 12 characters/),
    m20: rule('Cut names to 20 characters.', /to 20 characters/),
  },
  /** Which requests are only probes. */
  health: {
    none: rule('Every request counts.', /every request counts/i),
    hz: rule('Ignore requests to /healthz.', /requests to \/healthz/i),
    ping: rule('Ignore requests to /ping.', /requests to \/ping/i),
    met: rule('Ignore requests to /metrics.', /requests to \/metrics/i),
  },
  /** Which status is an error. */
  errdef: {
    s5: rule('An error is a status of 500 or more.', /status of 500 or more/i),
    s4: rule('An error is a status of 400 or more.', /status of 400 or more/i),
    s429: rule('An error is status 429 or a status above 499.', /status 429 or/i),
    s4o: rule('An error is a status from 400 to 499.', /from 400 to 499/i),
  },
  /** How a repeated request id counts. */
  dedupe: {
    all: rule('Repeated request ids all count.', /ids all count/i),
    first: rule('Count a repeated request id once, the first time.', /once, the first time/i),
    last: rule('Count a repeated request id once, the last time.', /once, the last time/i),
  },
  /** Whether the limit itself counts. */
  bound: {
    strict: rule('A limit itself does not count.', /limit itself does not count/i),
    eq: rule('A value equal to the limit counts.', /equal to the limit counts/i),
  },
  /** Who wins a tie. */
  tie: {
    first: rule('Break ties by taking the first in alphabetical order.', /first in alphabetical/i),
    last: rule('Break ties by taking the last in alphabetical order.', /last in alphabetical/i),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Rule>>>>;
