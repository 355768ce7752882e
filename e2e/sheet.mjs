import { chromium } from '@playwright/test';
import { writeFileSync } from 'node:fs';
const [out, ...names] = process.argv.slice(2);
writeFileSync('/tmp/staff-work/sheet.html', `<body style="margin:0;background:#888;display:flex;flex-wrap:wrap;gap:12px">${names.map((n) => `<img src="file:///work/wt/staff/e2e/shots/${n}.png" style="max-height:900px">`).join('')}</body>`);
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const p = await b.newPage({ viewport: { width: 1900, height: 400 } });
await p.goto('file:///tmp/staff-work/sheet.html');
await p.screenshot({ path: out, fullPage: true });
await b.close();
