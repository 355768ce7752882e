import config from './playwright.config';

// Measurements in browsers, started by `cargo xtask bench` with the servers they are of.
export default { ...config, testDir: 'bench' };
