import { defineConfig } from '@playwright/test';
import browser from '../e2e/playwright.config.ts';

/** The browser of the browser tests, for the window of the built desktop. */
export default defineConfig({ ...browser, testDir: '.', outputDir: '../../test-results/desktop' });
