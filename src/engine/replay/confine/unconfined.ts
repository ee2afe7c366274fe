import type { Confine } from '../../act/process.js';

/** Nothing listens there: the port for discarding. */
const nowhere = 'http://127.0.0.1:9';
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];

/** Where no walls can be built: programs that ask their environment for the network find none. Others are not kept from anything. */
export const unconfined: Confine = (launch) => ({
  ...launch,
  environment: {
    ...launch.environment,
    ...Object.fromEntries(proxies.flatMap((name) => [name, name.toLowerCase()]).map((name) => [name, nowhere])),
    NO_PROXY: '',
    no_proxy: '',
  },
});
