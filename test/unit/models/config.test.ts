import assert from 'node:assert/strict';
import { HumanError } from '../../../src/engine/errors.js';
import { checkEndpoint, defaultLimits, type EndpointConfig } from '../../../src/models/config.js';

const base: EndpointConfig = { baseUrl: 'https://models.example/v1', model: 'tiny-1' };

const refusal = (config: Partial<EndpointConfig>): HumanError => {
  try {
    checkEndpoint({ ...base, ...config });
  } catch (error) {
    if (error instanceof HumanError) return error;
    throw error;
  }
  return assert.fail(`not refused: ${JSON.stringify(config)}`);
};

describe('endpoint settings', () => {
  it('are completed', () => {
    assert.deepEqual(checkEndpoint({ ...base, baseUrl: ' https://models.example:8443/v1/ ', apiKey: ' ' }), {
      baseUrl: 'https://models.example:8443/v1',
      origin: 'https://models.example:8443',
      host: 'models.example:8443',
      model: 'tiny-1',
      apiKey: undefined,
      label: 'tiny-1',
      simulated: false,
      limits: defaultLimits,
    });
  });

  it('take the address of the chat service for its base', () => {
    for (const entered of [
      'https://a.example',
      'https://a.example/',
      'https://a.example/chat/completions',
      'https://a.example//',
    ])
      assert.equal(checkEndpoint({ ...base, baseUrl: entered }).baseUrl, 'https://a.example');
  });

  it('refuse what is no web address', () => {
    for (const baseUrl of [
      'models.example/v1',
      'localhost:11434',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'https://',
      'ftp://a.example',
    ])
      assert.equal(refusal({ baseUrl }).remedy, 'open-settings', baseUrl);
    assert.equal(refusal({ baseUrl: ' ' }).remedy, 'configure-model');
    assert.equal(refusal({ model: ' ' }).remedy, 'configure-model');
  });

  it('refuse secrets in the address, and do not repeat them', () => {
    for (const baseUrl of [
      'https://me:hush@a.example',
      'https://hush@a.example',
      'https://a.example/v1?key=hush',
      'https://a.example/#hush',
    ])
      assert.doesNotMatch(refusal({ baseUrl }).message, /hush/, baseUrl);
  });

  it('send a key unencrypted to this computer only', () => {
    const apiKey = 'sk-1';
    for (const host of ['127.0.0.1:1', '127.8.8.8', 'localhost:11434', 'model.localhost', '[::1]:80', '0x7f000001'])
      assert.equal(checkEndpoint({ ...base, baseUrl: `http://${host}/v1`, apiKey }).apiKey, apiKey, host);
    for (const host of ['192.168.1.5', 'localhost.example', '127.0.0.1.example', '[::2]', '128.0.0.1'])
      assert.match(refusal({ baseUrl: `http://${host}/v1`, apiKey }).message, /^The API key is not sent to /, host);
    assert.equal(checkEndpoint({ ...base, baseUrl: 'http://192.168.1.5/v1' }).host, '192.168.1.5');
  });
});
