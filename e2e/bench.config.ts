import config from './playwright.config';

// Measurements in browsers, started by `cargo xtask bench` with the servers they are of. Nothing is
// recorded meanwhile: the recorder takes pictures and copies of the pages just when they are timed.
export default { ...config, testDir: 'bench', use: { ...config.use, trace: 'off' as const } };
